using Flow.Backends.Plans.Host;
using Flow.Backends.Plans.Lowering;

namespace Flow.Backends.Cpu.Rows;

/// <summary>Elementwise code on vectors, step by step; registers that are the same for all elements hold one.</summary>
internal sealed class RowCode : RowOperation
{
    private readonly HostMemory _host;
    private readonly int _width;
    private readonly (int Scalar, double[] Register)[] _scalars;
    private readonly (double[] Row, double[] Register)[] _repeated;
    private readonly RowStep[] _steps;
    private readonly (double[] Register, double[] Slot)[] _copies;
    private readonly (double[] Register, double[] Sum)[] _sums;

    public RowCode(ElementwiseCode code, RowMemory memory)
    {
        (_host, _width) = (memory.Host, code.Width);
        var inputs = code.Inputs.Select(input => Input(input, memory)).ToList();
        var steps = new List<double[]>();
        _steps = [.. Compile(code, inputs, steps, memory)];
        _scalars = [.. code.Inputs.Zip(inputs)
            .Where(static pair => pair.First.Kind == CodeInputKind.Scalar)
            .Select(static pair => (pair.First.Slot, pair.Second))];
        _repeated = [.. code.Inputs.Zip(inputs)
            .Where(pair => pair.First.Kind == CodeInputKind.Row && pair.Second != memory.Host.Tensors[pair.First.Slot])
            .Select(pair => (memory.Host.Tensors[pair.First.Slot], pair.Second))];
        _copies = [.. code.Stores.Select(store => (Find(store.Register, inputs, steps), memory.Slots[store.Slot]))
            .Where(static pair => pair.Item1 != pair.Item2)];
        _sums = [.. code.Sums.Select(sum => (Find(sum.Register, inputs, steps), memory.Sums[sum.Slot]))];
    }

    /// <inheritdoc />
    public override void Run()
    {
        foreach (var (scalar, register) in _scalars)
        {
            register[0] = _host.Scalars[scalar];
        }

        foreach (var (row, register) in _repeated)
        {
            for (var start = 0; start < register.Length; start += row.Length)
            {
                row.CopyTo(register, start);
            }
        }

        foreach (var step in _steps)
        {
            step.Run();
        }

        foreach (var (register, slot) in _copies)
        {
            if (register.Length == slot.Length)
            {
                register.CopyTo(slot, 0);
            }
            else
            {
                Array.Fill(slot, register[0]);
            }
        }

        foreach (var (register, sum) in _sums)
        {
            sum[0] += Total(register);
        }
    }

    private static double[] Find(CodeRegister register, List<double[]> inputs, List<double[]> steps) =>
        (register.IsInput ? inputs : steps)[register.Index];

    /// <summary>The steps that are to be run; constants are written once.</summary>
    private List<RowStep> Compile(
        ElementwiseCode code, List<double[]> inputs, List<double[]> steps, RowMemory memory)
    {
        var compiled = new List<RowStep>();
        foreach (var step in code.Steps)
        {
            var a = step.Opcode == CodeOpcode.Constant ? null : Find(step.A, inputs, steps);
            var b = RowStep.HasTwo(step) ? Find(step.B, inputs, steps) : a;
            var target = Target(code, steps.Count, (a?.Length ?? 1) == 1 && (b?.Length ?? 1) == 1, memory);
            steps.Add(target);
            if (a is null || b is null)
            {
                Array.Fill(target, step.Number.ToDouble());
            }
            else
            {
                compiled.Add(new(step, a, b, target));
            }
        }

        return compiled;
    }

    /// <summary>The slot that the result of a step is first stored to, where there is one of its length.</summary>
    private double[] Target(ElementwiseCode code, int step, bool isScalar, RowMemory memory)
    {
        var store = code.Stores.FindIndex(result => result.Register == new CodeRegister(false, step));
        return store >= 0 && (!isScalar || _width == 1)
            ? memory.Slots[code.Stores[store].Slot]
            : new double[isScalar ? 1 : _width];
    }

    private double Total(double[] register)
    {
        var total = 0.0;
        foreach (var value in register)
        {
            total += value;
        }

        return register.Length == _width ? total : _width * total;
    }

    private double[] Input(CodeInput input, RowMemory memory) => input.Kind switch
    {
        CodeInputKind.Samples => memory.Slots[input.Slot],
        CodeInputKind.Scalar => new double[1],
        _ when memory.Host.Tensors[input.Slot].Length == _width => memory.Host.Tensors[input.Slot],
        _ => new double[_width],
    };
}
