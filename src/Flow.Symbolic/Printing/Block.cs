using System.Collections.Immutable;

namespace Flow.Symbolic.Printing;

/// <summary>A factor of an index product while matrix notation is sought for it.</summary>
/// <param name="Chain">Matrices side by side; for one index, a column vector.</param>
/// <param name="Indices">The indices that it carries: none for a scalar, two for a matrix.</param>
/// <param name="Order">Its place among factors: parameters, data, functions, brackets, derivatives.</param>
internal sealed record Block(ImmutableArray<Layout> Chain, ImmutableArray<int> Indices, int Order)
{
    /// <summary>The number of indices.</summary>
    public int Rank => Indices.Length;

    /// <summary>The layout of the whole.</summary>
    public Layout Body => Layout.Side(Chain);

    /// <summary>The transpose; of a vector, the row.</summary>
    public Block Transpose() => new([.. Chain.Reverse().Select(Flip)], [.. Indices.Reverse()], Order);

    /// <summary>Whether two blocks read the same.</summary>
    public bool ReadsAs(Block other) =>
        TextNotation.Instance.Write(Body) == TextNotation.Instance.Write(other.Body);

    private static Layout Flip(Layout layout) => layout switch
    {
        Layout.Transposed inner => inner.Body,
        Layout.Call { Name: "diag" } => layout,
        _ => new Layout.Transposed(layout),
    };
}
