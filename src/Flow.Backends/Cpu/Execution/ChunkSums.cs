using System.Numerics;
using System.Runtime.CompilerServices;
using Flow.Backends.Plans.Lowering;

namespace Flow.Backends.Cpu.Execution;

/// <summary>The sums over the samples of one chunk.</summary>
internal sealed class ChunkSums<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly LoweredPlan _plan;
    private readonly PlanBuffer<T>?[] _matrices;
    private readonly double[][] _values;

    public ChunkSums(LoweredPlan plan, KernelSet<T> kernels)
    {
        _plan = plan;
        _matrices = [.. plan.Accumulators.Select(a => a.IsMatrix ? kernels.Allocate(a.Rows, a.Columns) : null)];
        _values = [.. plan.Accumulators.Select(static a => a.IsMatrix ? [] : new double[a.Columns])];
    }

    /// <summary>The bytes held.</summary>
    public long Bytes => (Unsafe.SizeOf<T>() * _matrices.Sum(static matrix => (long)(matrix?.Length ?? 0)))
        + (8L * _values.Sum(static values => values.Length));

    /// <summary>The matrix of an accumulator.</summary>
    public MatrixView<T> Matrix(int accumulator) => _matrices[accumulator]!.View;

    /// <summary>The float64 values of an accumulator.</summary>
    public Span<double> Values(int accumulator) => _values[accumulator];

    /// <summary>Sets the float64 sums of a phase to zero; matrices are overwritten by the first block.</summary>
    public void Clear(int level)
    {
        for (var i = 0; i < _values.Length; i++)
        {
            if (_plan.Accumulators[i].Level == level)
            {
                Array.Clear(_values[i]);
            }
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var matrix in _matrices)
        {
            matrix?.Dispose();
        }
    }
}
