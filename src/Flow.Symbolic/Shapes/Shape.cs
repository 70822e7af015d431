using System.Collections.Immutable;

namespace Flow.Symbolic.Shapes;

/// <summary>The ordered dimensions of a tensor; a scalar has none.</summary>
public sealed class Shape : IEquatable<Shape>
{
    /// <summary>The shape of a scalar.</summary>
    public static readonly Shape Scalar = new([]);

    /// <summary>Makes a shape from its dimensions, outermost first.</summary>
    /// <param name="dimensions">The dimensions, row-major order.</param>
    public Shape(ImmutableArray<Dimension> dimensions) => Dimensions = dimensions;

    /// <summary>The dimensions, outermost first.</summary>
    public ImmutableArray<Dimension> Dimensions { get; }

    /// <summary>The number of dimensions.</summary>
    public int Rank => Dimensions.Length;

    /// <summary>True for the shape without dimensions.</summary>
    public bool IsScalar => Dimensions.IsEmpty;

    /// <summary>Makes a shape from its dimensions, outermost first.</summary>
    /// <param name="dimensions">The dimensions, row-major order.</param>
    public static Shape Of(params ReadOnlySpan<Dimension> dimensions) =>
        dimensions.IsEmpty ? Scalar : new([.. dimensions]);

    /// <summary>Tells whether a dimension occurs in this shape.</summary>
    /// <param name="dimension">The dimension looked for.</param>
    public bool Contains(Dimension dimension) => Dimensions.Contains(dimension);

    /// <summary>The number of elements under given sizes.</summary>
    /// <param name="size">The size of each dimension.</param>
    /// <exception cref="OverflowException">The product exceeds 2^31 - 1.</exception>
    public int Count(Func<Dimension, int> size)
    {
        var count = 1;
        foreach (var dimension in Dimensions)
        {
            count = checked(count * size(dimension));
        }

        return count;
    }

    /// <inheritdoc />
    public bool Equals(Shape? other) =>
        other is not null && Dimensions.AsSpan().SequenceEqual(other.Dimensions.AsSpan());

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as Shape);

    /// <inheritdoc />
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var dimension in Dimensions)
        {
            hash.Add(dimension);
        }

        return hash.ToHashCode();
    }

    /// <inheritdoc />
    public override string ToString() => IsScalar ? "scalar" : "[" + string.Join(" x ", Dimensions) + "]";
}
