using System.Collections.Immutable;

namespace Flow.Symbolic.Expressions;

/// <summary>One tensor of an index product, A_{ij..}, with the index that each of its dimensions carries.</summary>
/// <param name="Value">The tensor.</param>
/// <param name="Indices">One index for each dimension.</param>
public readonly record struct Factor(Expr Value, ImmutableArray<int> Indices)
{
    /// <summary>The factor with its indices renamed.</summary>
    /// <param name="rename">The new index of each index.</param>
    public Factor Rename(Func<int, int> rename) => new(Value, [.. Indices.Select(rename)]);
}
