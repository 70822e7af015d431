using System.Numerics;
using Flow.Backends.Plans.Lowering;

namespace Flow.Backends.Cpu.Execution;

/// <summary>Any index product of one or two factors, by nested loops for each sample, summed in float64.</summary>
internal sealed class CpuGeneral<T> : CpuOp<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly GeneralOp _operation;
    private readonly double[][] _results;
    private readonly int[][] _counters;

    public CpuGeneral(GeneralOp operation, LoweredPlan plan, int threads)
    {
        _operation = operation;
        var length = operation.IsAccumulation
            ? plan.Accumulators[operation.Destination].Columns
            : plan.Slots[operation.Destination].Width;
        _results = [.. Enumerable.Range(0, threads).Select(_ => new double[length])];
        _counters = [.. Enumerable.Range(0, threads).Select(_ => new int[operation.Sizes.Length])];
    }

    /// <inheritdoc />
    public override void Run(BlockRun<T> run, int worker)
    {
        var result = _results[worker];
        Array.Clear(result);
        for (var row = 0; row < run.Rows; row++)
        {
            AddSample(run, row, result, _counters[worker]);
            if (!_operation.IsAccumulation)
            {
                Store(result, run.Views[_operation.Destination].Row(row));
                Array.Clear(result);
            }
        }

        if (_operation.IsAccumulation)
        {
            var sums = run.Sums.Values(_operation.Destination);
            for (var i = 0; i < sums.Length; i++)
            {
                sums[i] += result[i];
            }
        }
    }

    private void AddSample(BlockRun<T> run, int row, double[] result, int[] counter)
    {
        Array.Clear(counter);
        int pc = 0, pa = 0, pb = 0;
        do
        {
            var a = Value(run, row, _operation.A, pa);
            result[pc] += _operation.B is { } b ? a * Value(run, row, b, pb) : a;
        }
        while (Advance(counter, ref pc, ref pa, ref pb));
    }

    private static double Value(BlockRun<T> run, int row, GeneralFactor factor, int offset) => factor.IsSample
        ? double.CreateTruncating(run.Views[factor.Slot].Row(row)[offset])
        : run.Memory.Tensors[factor.Slot][offset];

    private static void Store(double[] result, Span<T> row)
    {
        for (var i = 0; i < row.Length; i++)
        {
            row[i] = T.CreateTruncating(result[i]);
        }
    }

    private bool Advance(int[] counter, ref int pc, ref int pa, ref int pb)
    {
        var (sizes, strides) = (_operation.Sizes, _operation.Strides);
        for (var d = sizes.Length - 1; d >= 0; d--)
        {
            (pc, pa, pb) = (pc + strides[0][d], pa + strides[1][d], pb + strides[2][d]);
            if (++counter[d] < sizes[d])
            {
                return true;
            }

            pc -= strides[0][d] * sizes[d];
            pa -= strides[1][d] * sizes[d];
            pb -= strides[2][d] * sizes[d];
            counter[d] = 0;
        }

        return false;
    }
}
