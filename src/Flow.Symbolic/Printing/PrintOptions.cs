using System.Collections.Immutable;
using Flow.Symbolic.Expressions;
using Flow.Symbolic.Shapes;

namespace Flow.Symbolic.Printing;

/// <summary>How an expression is printed.</summary>
public sealed record PrintOptions
{
    /// <summary>Per-sample notation with explicit sums over a dimension named N.</summary>
    public static PrintOptions Default { get; } = new();

    /// <summary>The dimension of the samples, whose index is written n.</summary>
    public Dimension Samples { get; init; } = new("N");

    /// <summary>
    /// Dimensions of size one, such as the output of a network with one output; their index is not shown.
    /// </summary>
    public ImmutableHashSet<Dimension> Trivial { get; init; } = [];

    /// <summary>Whether (1/N) times a sum over samples is written as a mean.</summary>
    public bool MeanNotation { get; init; }

    /// <summary>Per sample, or as matrices.</summary>
    public PrintStyle Style { get; init; } = PrintStyle.PerSample;

    /// <summary>Nodes that are printed by a name of their own instead of being written out.</summary>
    public ImmutableDictionary<Expr, string> Names { get; init; } = ImmutableDictionary<Expr, string>.Empty;
}
