using System.Numerics;
using Flow.Backends.Plans;
using Flow.Symbolic.Expressions;

namespace Flow.Backends.Cpu.Execution;

/// <summary>Per-sample inputs in padded matrices of the plan's precision.</summary>
internal sealed class CpuData<T> : PlanData
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly PlanSource _source;
    private readonly KernelSet<T> _kernels;
    private readonly int[] _widths;
    private readonly SharedMatrix<T>?[] _matrices;

    public CpuData(PlanSource source, KernelSet<T> kernels, int count)
    {
        (_source, _kernels) = (source, kernels);
        Count = count;
        _widths = [.. source.Data.Select(source.Width)];
        _matrices = new SharedMatrix<T>?[source.Data.Length];
    }

    /// <inheritdoc />
    public override int Count { get; }

    /// <summary>The plan source that the data were loaded for.</summary>
    public PlanSource Source => _source;

    /// <summary>The bytes held, what other data hold too included.</summary>
    public long Bytes => System.Runtime.CompilerServices.Unsafe.SizeOf<T>()
        * _matrices.Sum(static matrix => (long)matrix!.Buffer.Length);

    /// <summary>The matrix of a data variable.</summary>
    public MatrixView<T> this[int position] => _matrices[position]!.Buffer.View;

    /// <inheritdoc />
    public override void Update(Variable variable, ReadOnlySpan<double> values)
    {
        var position = Position(variable);
        var columns = _widths[position];
        if (values.Length != Count * columns)
        {
            throw new ArgumentException(
                $"{variable.Name} has {values.Length} values; {Count * columns} are needed.", nameof(values));
        }

        MatrixCopy.Import(values, Own(position));
    }

    /// <summary>Takes a variable from other data without a copy.</summary>
    /// <exception cref="ArgumentException">The other data lack it or have another number of samples.</exception>
    public void Share(Variable variable, CpuData<T>? others)
    {
        var found = others?.Count == Count && others._kernels.Lanes == _kernels.Lanes
            ? others._source.Data.IndexOf(variable)
            : -1;
        _matrices[Position(variable)] = found >= 0
            ? others!._matrices[found]!.Share()
            : throw new ArgumentException($"The data lack {variable.Name}.", nameof(variable));
    }

    /// <inheritdoc />
    public override void UpdateRows(Variable variable, ReadOnlySpan<double> values, int stride)
    {
        var position = Position(variable);
        CheckRows(variable, values.Length, stride, _widths[position]);
        var view = Own(position);
        for (var row = 0; row < Count; row++)
        {
            MatrixCopy.Import(values.Slice(row * stride, view.Columns), view.SliceRows(row, 1));
        }
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        for (var i = 0; disposing && i < _matrices.Length; i++)
        {
            _matrices[i]?.Release();
            _matrices[i] = null;
        }

        base.Dispose(disposing);
    }

    /// <summary>The matrix of a variable that nobody else reads.</summary>
    private MatrixView<T> Own(int position)
    {
        if (_matrices[position] is not { IsShared: false })
        {
            _matrices[position]?.Release();
            _matrices[position] = new(_kernels.Allocate(Count, _widths[position]));
        }

        return this[position];
    }

    private int Position(Variable variable) => _source.Data.IndexOf(variable) is >= 0 and var position
        ? position
        : throw new ArgumentException($"{variable.Name} is not a data variable of the plan.", nameof(variable));
}
