using System.Collections.Immutable;
using Flow.Networks.Model;
using Flow.Symbolic.Expressions;

namespace Flow.Networks.Derivation;

/// <summary>
/// Writes a V-equation as one sum over the samples: c sum_n r_n df_n/dV - c (sum_n r_n f_n) V becomes
/// c sum_n r_n (df_n/dV - f_n V).
/// </summary>
internal sealed class SampleGathering(NetworkModel model)
{
    /// <summary>The gathered form; the expression itself where it has no such terms.</summary>
    public Expr Gather(Expr velocity)
    {
        var terms = velocity is Sum sum ? sum.Operands : [velocity];
        var position = terms.ToList().FindIndex(static term => FindJacobian(term) >= 0);
        if (position < 0)
        {
            return velocity;
        }

        var main = (Product)terms[position];
        var jacobianPosition = FindJacobian(main);
        var outer = main.Tensors[jacobianPosition].Indices.Take(2).ToList();
        var residual = main.Tensors.Where((_, i) => i != jacobianPosition).Select(static f => f.Value).ToList();
        if (main.Tensors.Any(factor => !factor.Indices.Any(outer.Contains)))
        {
            return velocity;
        }

        var scale = Algebra.Multiply([Constant.Of(main.Coefficient), .. main.Scalars]);
        var inner = new List<Expr> { main.Tensors[jacobianPosition].Value };
        var rest = new List<Expr>();
        foreach (var term in terms.Where((_, i) => i != position))
        {
            if (Extract(term, residual, scale, main.Shape.Rank) is { } part)
            {
                inner.Add(part);
            }
            else
            {
                rest.Add(term);
            }
        }

        return Sum.Of(rest.Append(Combine(scale, residual, Sum.Of(inner), main.Shape.Rank)));
    }

    private static int FindJacobian(Expr term) => term is Product product
        ? product.Tensors.ToList().FindIndex(static factor => factor.Value is OpaqueJacobian)
        : -1;

    /// <summary>
    /// What a term (scale) (sum_n r_n s_n..) T puts beside df_n/dV, namely s_n T, or null where it has not that form.
    /// </summary>
    private static Expr? Extract(Expr term, List<Expr> residual, Expr scale, int rank)
    {
        if (term is not Product product
            || product.Scalars.OfType<Product>().FirstOrDefault(s => CarriesAll(s, residual)) is not { } sum)
        {
            return null;
        }

        var ratio = Algebra.Multiply(
            [Constant.Of(product.Coefficient), .. product.Scalars.Where(s => !ReferenceEquals(s, sum)), Power.Of(scale, -1)]);
        var outer = sum.Tensors.First(factor => ReferenceEquals(factor.Value, residual[0])).Indices;
        var left = new List<Factor>(sum.Tensors);
        foreach (var factor in residual)
        {
            left.Remove(left.First(candidate => ReferenceEquals(candidate.Value, factor)
                && candidate.Indices.SequenceEqual(outer)));
        }

        return ratio is Constant ? Beside(ratio, left, outer, product, sum, rank) : null;
    }

    /// <summary>Index order of the result: samples, outputs, then those of V.</summary>
    private static Expr Beside(
        Expr ratio, List<Factor> left, ImmutableArray<int> outer, Product product, Product sum, int rank)
    {
        var shift = product.IndexDimensions.Length;
        var order = outer.Select(index => index + shift).ToList();
        order.AddRange(Enumerable.Range(0, rank));
        order.AddRange(Enumerable.Range(rank, shift - rank));
        order.AddRange(Enumerable.Range(0, sum.IndexDimensions.Length)
            .Where(index => !outer.Contains(index)).Select(index => index + shift));
        var dimensions = order.Select(i => i < shift ? product.IndexDimensions[i] : sum.IndexDimensions[i - shift]);
        var factors = left.Select(factor => factor.Rename(index => order.IndexOf(index + shift)))
            .Concat(product.Tensors.Select(factor => factor.Rename(order.IndexOf)))
            .Append(new(ratio, []));
        return Product.Of(factors, [.. dimensions], outer.Length + rank);
    }

    private static bool CarriesAll(Product sum, List<Expr> residual)
    {
        var first = sum.Tensors.FirstOrDefault(factor => ReferenceEquals(factor.Value, residual[0]));
        return first.Value is not null && residual.All(r => sum.Tensors.Any(factor =>
            ReferenceEquals(factor.Value, r) && factor.Indices.SequenceEqual(first.Indices)));
    }

    /// <summary>scale sum_n r_n inner_n, with the sign of r_n such that the targets count positive.</summary>
    private Expr Combine(Expr scale, List<Expr> residual, Expr inner, int rank)
    {
        var outer = Enumerable.Range(rank, 2).ToImmutableArray();
        var factors = new List<Factor> { new(inner, [.. outer, .. Enumerable.Range(0, rank)]) };
        foreach (var factor in residual)
        {
            var oriented = factor is Sum sum ? Orient(sum) : (Sign: (Rational)1, Value: factor);
            factors.Add(new(Constant.Of(oriented.Sign), []));
            factors.Add(new(oriented.Value, outer));
        }

        factors.Add(new(scale, []));
        return Product.Of(
            factors, [.. inner.Shape.Dimensions.Skip(2), .. inner.Shape.Dimensions.Take(2)], rank);
    }

    private (Rational Sign, Expr Value) Orient(Sum residual)
    {
        var common = CommonFactor.Of(
            residual.Operands, term => TopologicalOrder.Of(term).Any(node => ReferenceEquals(node, model.Targets)));
        return common.Scalars.IsEmpty ? (common.Coefficient, Sum.Of(common.Rest)) : (1, residual);
    }
}
