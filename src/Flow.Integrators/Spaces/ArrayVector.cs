namespace Flow.Integrators.Spaces;

/// <summary>A vector of <see cref="ArraySpace"/>: one array of doubles that CPU code may read and write.</summary>
public sealed class ArrayVector : Vector
{
    internal ArrayVector(VectorLayout layout)
        : base(layout) => Values = new double[layout.Length];

    /// <summary>The entries, as many as the layout's length.</summary>
    public double[] Values { get; }

    /// <summary>The entries as a span.</summary>
    /// <returns>A span over <see cref="Values"/>.</returns>
    public Span<double> AsSpan() => Values;

    /// <summary>The entries of one block.</summary>
    /// <param name="block">Position of the block in <see cref="VectorLayout.Blocks"/>.</param>
    /// <returns>A span over the block's part of <see cref="Values"/>.</returns>
    public Span<double> AsSpan(int block)
    {
        var (_, offset, length) = Layout.Blocks[block];
        return Values.AsSpan(offset, length);
    }
}
