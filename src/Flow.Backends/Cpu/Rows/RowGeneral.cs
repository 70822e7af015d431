using Flow.Backends.Plans.Host;
using Flow.Backends.Plans.Lowering;

namespace Flow.Backends.Cpu.Rows;

/// <summary>Any index product of one or two factors, by nested loops.</summary>
internal sealed class RowGeneral(GeneralOp operation, RowMemory memory) : RowOperation
{
    private readonly HostMemory _host = memory.Host;
    private readonly int[] _counter = new int[operation.Sizes.Length];
    private readonly double[] _target =
        operation.IsAccumulation ? memory.Sums[operation.Destination] : memory.Slots[operation.Destination];

    /// <inheritdoc />
    public override void Run()
    {
        if (!operation.IsAccumulation)
        {
            Array.Clear(_target);
        }

        var a = Values(operation.A);
        var b = operation.B is { } second ? Values(second) : null;
        Array.Clear(_counter);
        int pc = 0, pa = 0, pb = 0;
        do
        {
            _target[pc] += b is null ? a[pa] : a[pa] * b[pb];
        }
        while (Advance(ref pc, ref pa, ref pb));
    }

    private double[] Values(GeneralFactor factor) =>
        factor.IsSample ? memory.Slots[factor.Slot] : _host.Tensors[factor.Slot];

    private bool Advance(ref int pc, ref int pa, ref int pb)
    {
        var (sizes, strides) = (operation.Sizes, operation.Strides);
        for (var d = sizes.Length - 1; d >= 0; d--)
        {
            (pc, pa, pb) = (pc + strides[0][d], pa + strides[1][d], pb + strides[2][d]);
            if (++_counter[d] < sizes[d])
            {
                return true;
            }

            pc -= strides[0][d] * sizes[d];
            pa -= strides[1][d] * sizes[d];
            pb -= strides[2][d] * sizes[d];
            _counter[d] = 0;
        }

        return false;
    }
}
