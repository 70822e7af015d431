using System.Collections.Immutable;
using Flow.Symbolic.Expressions;
using Flow.Symbolic.Rewriting;
using Flow.Symbolic.Shapes;

namespace Flow.Backends.Plans.Lowering;

/// <summary>
/// Brings graphs to the form that lowering knows: named functions written out, products of at most two factors unless
/// they are elementwise.
/// </summary>
internal static class GraphNormalization
{
    /// <summary>The outputs in normal form; they share one memory of rewritten nodes.</summary>
    public static ImmutableArray<Expr> Of(IEnumerable<Expr> outputs, Dimension samples)
    {
        var rewriter = new Rewriter(
            AlgebraRules.Inline, new Rule("split into pairs", node => SplitIntoPairs(node, samples)));
        return [.. outputs.Select(rewriter.Rewrite)];
    }

    /// <summary>True where every factor carries the result's indices in order: an elementwise product.</summary>
    public static bool IsElementwise(Product product) => product.Tensors.All(factor =>
        factor.Indices.SequenceEqual(Enumerable.Range(0, product.Shape.Rank)));

    /// <summary>True for the sum of all elements of an elementwise product.</summary>
    public static bool IsFullReduction(Product product) => product.IsScalar && !product.Tensors.IsEmpty
        && product.Tensors.All(factor => factor.Indices.SequenceEqual(product.Tensors[0].Indices))
        && product.Tensors[0].Indices.Length == product.IndexDimensions.Length;

    /// <summary>The product without its coefficient and scalar factors.</summary>
    public static Expr Core(Product product) => product.IsScalar && product.Tensors.IsEmpty
        ? Constant.Of(1)
        : Product.Of(product.Tensors, product.IndexDimensions, product.Shape.Rank);

    private static Expr? SplitIntoPairs(Expr node, Dimension samples)
    {
        if (node is not Product { Tensors.Length: > 2 } product || IsElementwiseCode(product, samples))
        {
            return null;
        }

        var (first, second) = ChoosePair(product);
        var rest = product.Tensors.Where((_, i) => i != first && i != second).ToList();
        rest.Add(Merge(product, product.Tensors[first], product.Tensors[second], rest, samples));
        var carried = rest.SelectMany(static factor => factor.Indices).ToHashSet();
        var order = Enumerable.Range(0, product.IndexDimensions.Length)
            .Where(index => index < product.Shape.Rank || carried.Contains(index)).ToList();
        return Product.Of(
            rest.Select(factor => factor.Rename(order.IndexOf))
                .Concat(product.Scalars.Select(static scalar => new Factor(scalar, [])))
                .Append(new(Constant.Of(product.Coefficient), [])),
            [.. order.Select(index => product.IndexDimensions[index])],
            product.Shape.Rank);
    }

    /// <summary>Elementwise products of any length, summed or not, are code where they run over samples.</summary>
    private static bool IsElementwiseCode(Product product, Dimension samples) =>
        (IsElementwise(product) || IsFullReduction(product)) && product.Tensors[0].Value.Shape.Contains(samples);

    /// <summary>
    /// Two factors with the same indices first, because their product is elementwise; else those that share most.
    /// </summary>
    private static (int First, int Second) ChoosePair(Product product)
    {
        var best = (First: 0, Second: 1, Score: int.MinValue);
        for (var i = 0; i < product.Tensors.Length; i++)
        {
            for (var j = i + 1; j < product.Tensors.Length; j++)
            {
                var a = product.Tensors[i].Indices;
                var b = product.Tensors[j].Indices;
                var union = a.Concat(b).Distinct().Count();
                var score = a.SequenceEqual(b) ? 1000 : (10 * a.Intersect(b).Count()) - union;
                best = score > best.Score ? (i, j, score) : best;
            }
        }

        return (best.First, best.Second);
    }

    /// <summary>
    /// The product of two factors, summed over the indices that nothing else carries; samples come first.
    /// </summary>
    private static Factor Merge(Product product, Factor a, Factor b, List<Factor> rest, Dimension samples)
    {
        var needed = rest.SelectMany(static factor => factor.Indices)
            .Concat(Enumerable.Range(0, product.Shape.Rank)).ToHashSet();
        var all = a.Indices.Concat(b.Indices).Distinct()
            .OrderBy(index => product.IndexDimensions[index] == samples ? 0 : 1).ToList();
        var kept = all.Where(needed.Contains).ToImmutableArray();
        var order = kept.Concat(all.Except(kept)).ToList();
        Factor[] pair = [a.Rename(order.IndexOf), b.Rename(order.IndexOf)];
        return new(Product.Of(pair, [.. order.Select(i => product.IndexDimensions[i])], kept.Length), kept);
    }
}
