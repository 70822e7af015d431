using System.Numerics;
using Flow.Backends.Plans.Lowering;
using Flow.Backends.Reference;
using Flow.Symbolic.Expressions;

namespace Flow.Backends.Cpu.Rows;

/// <summary>One step of elementwise code; operands of length 1 count for every element.</summary>
internal sealed class RowStep
{
    private readonly CodeOpcode _opcode;
    private readonly double[] _a;
    private readonly double[] _b;
    private readonly double[] _target;
    private readonly Func<double, double>? _unary;
    private readonly Func<double, double, double>? _binary;

    public RowStep(CodeStep step, double[] a, double[] b, double[] target)
    {
        (_opcode, _a, _b, _target) = (step.Opcode, a, b, target);
        _unary = step.Opcode switch
        {
            CodeOpcode.Power => ElementaryFunctions.Power(step.Number),
            CodeOpcode.Function when !HasTwo(step) => ElementaryFunctions.Unary(step.Function),
            _ => null,
        };
        _binary = step.Opcode == CodeOpcode.Function && HasTwo(step) ? ElementaryFunctions.Binary(step.Function) : null;
    }

    /// <summary>Whether a step has two operands.</summary>
    public static bool HasTwo(CodeStep step) => step.Opcode switch
    {
        CodeOpcode.Add or CodeOpcode.Subtract or CodeOpcode.Multiply => true,
        CodeOpcode.Function => step.Function is Primitive.Max or Primitive.Min,
        _ => false,
    };

    /// <summary>Runs the step.</summary>
    public void Run()
    {
        if (_opcode is CodeOpcode.Power or CodeOpcode.Function)
        {
            Call();
        }
        else
        {
            Combine();
        }
    }

    private void Call()
    {
        for (var i = 0; i < _target.Length; i++)
        {
            var a = At(_a, i);
            _target[i] = _unary is not null ? _unary(a) : _binary!(a, At(_b, i));
        }
    }

    private void Combine()
    {
        var i = 0;
        for (; i <= _target.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            var (a, b) = (Part(_a, i), Part(_b, i));
            var result = _opcode == CodeOpcode.Multiply ? a * b : _opcode == CodeOpcode.Add ? a + b : a - b;
            result.CopyTo(_target, i);
        }

        for (; i < _target.Length; i++)
        {
            var (a, b) = (At(_a, i), At(_b, i));
            _target[i] = _opcode == CodeOpcode.Multiply ? a * b : _opcode == CodeOpcode.Add ? a + b : a - b;
        }
    }

    private static double At(double[] values, int i) => values.Length == 1 ? values[0] : values[i];

    private static Vector<double> Part(double[] values, int i) =>
        values.Length == 1 ? new(values[0]) : new(values, i);
}
