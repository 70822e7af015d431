using System.Numerics;
using Flow.Backends.Cpu.Elementwise;
using Flow.Backends.Plans.Lowering;

namespace Flow.Backends.Cpu.Execution;

/// <summary>An elementwise program over one block.</summary>
internal sealed class CpuCode<T> : CpuOp<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ElementwiseCode _code;
    private readonly ElementwiseProgram _program;
    private readonly Arguments[] _arguments;

    public CpuCode(ElementwiseCode code, int threads)
    {
        _code = code;
        _program = CodeTranslation.Translate(code);
        _arguments = [.. Enumerable.Range(0, threads).Select(_ => new Arguments(code))];
    }

    /// <inheritdoc />
    public override void Run(BlockRun<T> run, int worker)
    {
        var arguments = _arguments[worker];
        for (var i = 0; i < _code.Inputs.Count; i++)
        {
            var input = _code.Inputs[i];
            if (input.Kind == CodeInputKind.Scalar)
            {
                arguments.Scalars[i] = run.Memory.Scalars[input.Slot];
            }
            else
            {
                arguments.Inputs[i] = input.Kind == CodeInputKind.Samples
                    ? run.Views[input.Slot]
                    : run.Parameters.Row(input.Slot, _code.Width);
            }
        }

        for (var i = 0; i < _code.Stores.Count; i++)
        {
            arguments.Outputs[i] = run.Views[_code.Stores[i].Slot];
        }

        Array.Clear(arguments.Sums);
        run.Kernels.Run(
            _program, run.Rows, _code.Width, arguments.Inputs, arguments.Outputs, arguments.Scalars, arguments.Sums);
        for (var i = 0; i < _code.Sums.Count; i++)
        {
            run.Sums.Values(_code.Sums[i].Slot)[0] += arguments.Sums[i];
        }
    }

    private sealed class Arguments(ElementwiseCode code)
    {
        public MatrixView<T>[] Inputs { get; } = new MatrixView<T>[code.Inputs.Count];

        public MatrixView<T>[] Outputs { get; } = new MatrixView<T>[code.Stores.Count];

        public double[] Scalars { get; } = new double[code.Inputs.Count];

        public double[] Sums { get; } = new double[code.Sums.Count];
    }
}
