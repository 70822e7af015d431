using System.Collections.Immutable;
using Flow.Symbolic.Expressions;
using Flow.Symbolic.Shapes;

namespace Flow.Symbolic.Rewriting;

/// <summary>
/// Gathers sums over samples that share a residual: sum_n r_n A_n - (sum_n r_n f_n) V = sum_n r_n (A_n - f_n V), the
/// form in which the papers write the flow of a direction.
/// </summary>
public static class SampleGathering
{
    /// <summary>The rule; it applies to sums of flattened products.</summary>
    /// <param name="samples">The dimension of the samples.</param>
    public static Rule Over(Dimension samples) => new(
        "gather sums over samples", node => node is Sum { IsScalar: false } sum ? Gather(sum, samples) : null);

    private static Expr? Gather(Sum sum, Dimension samples)
    {
        var residuals = sum.Operands
            .SelectMany(term => Residuals(term, samples))
            .Distinct()
            .OrderBy(static residual => residual.Fingerprint);
        foreach (var residual in residuals)
        {
            var single = sum.Operands.Select(term => Split(term, [residual])).OfType<Part>().ToList();
            if (single.Count < 2)
            {
                continue;
            }

            var companions = single.Select(static part => part.Companions)
                .Aggregate(static (known, more) => [.. known.Where(more.Contains)]);
            ImmutableArray<Expr> common = [residual, .. companions];
            var parts = sum.Operands.Select(term => Split(term, common)).ToList();
            var rest = sum.Operands.Where((_, i) => parts[i] is null);
            return Sum.Of(rest.Prepend(Join(common, [.. parts.OfType<Part>()], sum.Shape)));
        }

        return null;
    }

    /// <summary>The factors over samples that a term sums over, itself or in a scalar factor.</summary>
    private static IEnumerable<Expr> Residuals(Expr term, Dimension samples) => term is Product product
        ? product.Scalars.OfType<Product>().Append(product)
            .SelectMany(static part => part.Tensors.Where(factor => factor.Indices.All(i => i >= part.Shape.Rank)))
            .Select(static factor => factor.Value)
            .Where(value => value.Shape.Contains(samples) && value is Sum or Apply or Elementwise)
        : [];

    /// <summary>A term as c sum r_{..} B_{.. ..}, B of the shape of r and then that of the term; else null.</summary>
    private static Part? Split(Expr term, ImmutableArray<Expr> residual)
    {
        if (term is not Product product)
        {
            return null;
        }

        if (Cofactor(product, product, residual) is { } own)
        {
            return own with { Coefficient = product.Coefficient, Scalars = product.Scalars };
        }

        foreach (var inner in product.Scalars.OfType<Product>().Where(static inner => !inner.Tensors.IsEmpty))
        {
            if (Cofactor(inner, product, residual) is { } cofactor)
            {
                var scalars = product.Scalars.Remove(inner);
                return cofactor with { Coefficient = product.Coefficient, Scalars = scalars };
            }
        }

        return null;
    }

    /// <summary>What the residual is multiplied by, where it occurs once and all its indices are summed.</summary>
    private static Part? Cofactor(Product summing, Product term, ImmutableArray<Expr> residual)
    {
        var first = summing.Tensors.Where(factor => ReferenceEquals(factor.Value, residual[0])).ToList();
        if (first.Count != 1 || first[0].Indices.Any(i => i < summing.Shape.Rank))
        {
            return null;
        }

        var alike = summing.Tensors.Where(factor => factor.Indices.SequenceEqual(first[0].Indices)).ToList();
        var taken = residual.Select(value => alike.Find(factor => ReferenceEquals(factor.Value, value))).ToList();
        var remaining = taken.Aggregate(summing.Tensors, static (left, factor) => left.Remove(factor));

        // Indices of the term come first, those of a separate sum after them; then both are put behind the residual's.
        var isSeparate = !ReferenceEquals(summing, term);
        var shift = isSeparate ? term.IndexDimensions.Length : 0;
        var dimensions = isSeparate ? term.IndexDimensions.AddRange(summing.IndexDimensions) : term.IndexDimensions;
        var factors = remaining.Select(factor => factor.Rename(i => i + shift))
            .Concat(isSeparate ? term.Tensors : []);
        var leading = first[0].Indices.Select(i => i + shift)
            .Concat(Enumerable.Range(0, term.Shape.Rank)).ToImmutableArray();
        var order = leading.AddRange(Enumerable.Range(0, dimensions.Length).Except(leading));
        var cofactor = Product.Of(
            factors.Select(factor => factor.Rename(order.IndexOf)),
            [.. order.Select(index => dimensions[index])],
            leading.Length);
        var companions = alike.Select(static factor => factor.Value).Distinct().Where(v => !residual.Contains(v));
        return new(1, [], cofactor, [.. companions]);
    }

    private static Expr Join(ImmutableArray<Expr> residual, ImmutableArray<Part> parts, Shape shape)
    {
        var common = parts[0].Scalars.Where(s => parts.All(part => part.Scalars.Contains(s))).ToImmutableArray();
        var coefficient = parts[0].Coefficient;
        var terms = parts.Select(part => Algebra.Scale(
            Algebra.Multiply([Constant.Of(part.Coefficient / coefficient), .. part.Scalars.RemoveRange(common)]),
            part.Cofactor));
        var bracket = Sum.Of(terms);
        var rank = shape.Rank;
        var summed = Enumerable.Range(rank, residual[0].Shape.Rank).ToImmutableArray();
        Factor[] factors =
        [
            new(Constant.Of(coefficient), []),
            .. common.Select(static scalar => new Factor(scalar, [])),
            .. residual.Select(value => new Factor(value, summed)),
            new(bracket, [.. summed, .. Enumerable.Range(0, rank)]),
        ];
        return Product.Of(factors, [.. shape.Dimensions, .. residual[0].Shape.Dimensions], rank);
    }

    /// <summary>A term without its residual, and what else stands beside the residual with the same indices.</summary>
    private sealed record Part(
        Rational Coefficient, ImmutableArray<Expr> Scalars, Expr Cofactor, ImmutableArray<Expr> Companions);
}
