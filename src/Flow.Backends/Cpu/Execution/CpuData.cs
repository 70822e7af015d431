using System.Numerics;
using Flow.Backends.Plans;
using Flow.Symbolic.Expressions;

namespace Flow.Backends.Cpu.Execution;

/// <summary>Per-sample inputs in padded matrices of the plan's precision.</summary>
internal sealed class CpuData<T> : PlanData
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly PlanSource _source;
    private readonly PlanBuffer<T>[] _matrices;

    public CpuData(PlanSource source, KernelSet<T> kernels, int count)
    {
        _source = source;
        Count = count;
        _matrices = [.. source.Data.Select(variable => kernels.Allocate(count, source.Width(variable)))];
    }

    /// <inheritdoc />
    public override int Count { get; }

    /// <summary>The plan source that the data were loaded for.</summary>
    public PlanSource Source => _source;

    /// <summary>The bytes held.</summary>
    public long Bytes => System.Runtime.CompilerServices.Unsafe.SizeOf<T>()
        * _matrices.Sum(static matrix => (long)matrix.Length);

    /// <summary>The matrix of a data variable.</summary>
    public MatrixView<T> this[int position] => _matrices[position].View;

    /// <inheritdoc />
    public override void Update(Variable variable, ReadOnlySpan<double> values)
    {
        var view = Matrix(variable);
        if (values.Length != Count * view.Columns)
        {
            throw new ArgumentException(
                $"{variable.Name} has {values.Length} values; {Count * view.Columns} are needed.", nameof(values));
        }

        MatrixCopy.Import(values, view);
    }

    /// <inheritdoc />
    public override void UpdateRows(Variable variable, ReadOnlySpan<double> values, int stride)
    {
        var view = Matrix(variable);
        CheckRows(variable, values.Length, stride, view.Columns);
        for (var row = 0; row < Count; row++)
        {
            MatrixCopy.Import(values.Slice(row * stride, view.Columns), view.SliceRows(row, 1));
        }
    }

    private MatrixView<T> Matrix(Variable variable) => _source.Data.IndexOf(variable) is >= 0 and var position
        ? _matrices[position].View
        : throw new ArgumentException($"{variable.Name} is not a data variable of the plan.", nameof(variable));

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        foreach (var matrix in _matrices)
        {
            matrix.Dispose();
        }

        base.Dispose(disposing);
    }
}
