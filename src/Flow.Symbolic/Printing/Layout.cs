using System.Collections.Immutable;
using System.Numerics;
using Flow.Symbolic.Expressions;

namespace Flow.Symbolic.Printing;

/// <summary>A formula as it is laid out, before a notation turns it into characters.</summary>
internal abstract record Layout
{
    /// <summary>A non-negative integer.</summary>
    internal sealed record Number(BigInteger Value) : Layout;

    /// <summary>A named quantity with index letters; scalars without indices stand close to their neighbours.</summary>
    internal sealed record Symbol(string Name, ImmutableArray<string> Indices, bool IsScalar) : Layout;

    /// <summary>The vector of ones that repeats another along a dimension.</summary>
    internal sealed record Ones : Layout;

    /// <summary>Terms added and subtracted.</summary>
    internal sealed record Total(ImmutableArray<Term> Terms) : Layout;

    /// <summary>A minus sign in front.</summary>
    internal sealed record Negative(Layout Body) : Layout;

    /// <summary>Factors side by side.</summary>
    internal sealed record Row(ImmutableArray<Layout> Items) : Layout;

    /// <summary>A fraction.</summary>
    internal sealed record Ratio(Layout Numerator, Layout Denominator) : Layout;

    /// <summary>A power; elementwise where the base is not a scalar.</summary>
    internal sealed record Raised(Layout Base, Rational Exponent, bool IsElementwise) : Layout;

    /// <summary>A square root.</summary>
    internal sealed record Root(Layout Body) : Layout;

    /// <summary>A function by name, such as log or softmax.</summary>
    internal sealed record Call(string Name, ImmutableArray<Layout> Arguments) : Layout;

    /// <summary>A function by symbol, with primes or subscripts for its derivatives.</summary>
    internal sealed record Applied(string Head, int Primes, string Subscript, ImmutableArray<Layout> Arguments)
        : Layout;

    /// <summary>e to a power.</summary>
    internal sealed record Exponential(Layout Body) : Layout;

    /// <summary>An absolute value.</summary>
    internal sealed record Magnitude(Layout Body) : Layout;

    /// <summary>1 where the body is positive, otherwise 0.</summary>
    internal sealed record Indicator(Layout Body) : Layout;

    /// <summary>A Frobenius norm.</summary>
    internal sealed record Norm(Layout Body) : Layout;

    /// <summary>A Frobenius inner product.</summary>
    internal sealed record Inner(Layout Left, Layout Right) : Layout;

    /// <summary>A sum over indices; the only sum over samples in sight needs no index in text.</summary>
    internal sealed record Series(ImmutableArray<string> Indices, bool IsObvious, Layout Body) : Layout;

    /// <summary>A mean over the samples.</summary>
    internal sealed record Mean(Layout Body) : Layout;

    /// <summary>The derivative of a function in an argument.</summary>
    internal sealed record Partial(Layout Function, Layout Argument) : Layout;

    /// <summary>A transpose.</summary>
    internal sealed record Transposed(Layout Body) : Layout;

    /// <summary>An elementwise product.</summary>
    internal sealed record Hadamard(ImmutableArray<Layout> Items) : Layout;

    /// <summary>An outer product.</summary>
    internal sealed record Outer(ImmutableArray<Layout> Items) : Layout;

    /// <summary>An element of something that is not a symbol.</summary>
    internal sealed record Element(Layout Body, ImmutableArray<string> Indices) : Layout;

    /// <summary>A term of a sum.</summary>
    internal readonly record struct Term(bool IsNegative, Layout Body);

    /// <summary>Whether a sum over indices occurs anywhere inside.</summary>
    internal bool HasSeries => this is Series || Parts(this).Any(static part => part.HasSeries);

    /// <summary>Whether something taller than a line occurs inside.</summary>
    internal bool IsTall => this is Series or Ratio or Partial || Parts(this).Any(static part => part.IsTall);

    /// <summary>One factor as it is, several as a row, none as 1.</summary>
    internal static Layout Side(IReadOnlyList<Layout> items) => items.Count switch
    {
        0 => new Number(1),
        1 => items[0],
        _ => new Row([.. items.SelectMany(static item => item is Row row ? [.. row.Items] : new[] { item })]),
    };

    private static IEnumerable<Layout> Parts(Layout layout) => layout switch
    {
        Total total => total.Terms.Select(static term => term.Body),
        Row row => row.Items,
        Hadamard hadamard => hadamard.Items,
        Outer outer => outer.Items,
        Ratio ratio => [ratio.Numerator, ratio.Denominator],
        Inner inner => [inner.Left, inner.Right],
        _ => Inside(layout) is { } body ? [body] : [],
    };

    private static Layout? Inside(Layout layout) => layout switch
    {
        Negative negative => negative.Body,
        Raised raised => raised.Base,
        Norm norm => norm.Body,
        Transposed transposed => transposed.Body,
        Element element => element.Body,
        Series series => series.Body,
        Mean mean => mean.Body,
        _ => null,
    };
}
