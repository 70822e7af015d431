using System.Numerics;
using Flow.Backends.Plans.Lowering;

namespace Flow.Backends.Cpu.Execution;

/// <summary>Copies the rows of a block to a per-sample output.</summary>
internal sealed class CpuCopyOut<T>(CopyOutOp operation) : CpuOp<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc />
    public override void Run(BlockRun<T> run, int worker)
    {
        var a = run.Views[operation.A];
        var target = run.PerSample[operation.Output].AsSpan(run.Start * a.Columns, run.Rows * a.Columns);
        MatrixCopy.Export(a, target);
    }
}
