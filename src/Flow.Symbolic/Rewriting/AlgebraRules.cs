using Flow.Symbolic.Expressions;
using Flow.Symbolic.Shapes;

namespace Flow.Symbolic.Rewriting;

/// <summary>The rules of polynomial algebra over index products.</summary>
public static class AlgebraRules
{
    private const int LargestExpandedPower = 8;

    /// <summary>A product inside a product becomes part of it.</summary>
    public static Rule Flatten { get; } = new("flatten products", static node => node is Product product
        ? FlattenProduct(product)
        : null);

    /// <summary>Named functions are written out in elementary ones.</summary>
    public static Rule Inline { get; } = new("write functions out", static node => (node as Apply)?.Inline());

    /// <summary>A sum of squares becomes an inner product, sum x^2 = &lt;x, x&gt;.</summary>
    public static Rule SquaresAsProducts { get; } = new(
        "squares as inner products", static node => node is Product product ? SplitSquare(product) : null);

    /// <summary>A(B + C) = A B + A C, and small powers of sums are multiplied out.</summary>
    public static Rule Distribute { get; } = DistributeWhere("multiply out", static _ => true);

    /// <summary>Distribution over those sums only that do not run over samples, so that residuals stay whole.</summary>
    /// <param name="samples">The dimension of the samples.</param>
    public static Rule DistributeOutside(Dimension samples) =>
        DistributeWhere("multiply out, residuals kept", sum => !sum.Shape.Contains(samples));

    private static Rule DistributeWhere(string name, Func<Expr, bool> condition) => new(name, node => node switch
    {
        Product product => DistributeProduct(product, condition),
        Power { Base: Sum sum, Exponent: { IsInteger: true, Sign: > 0 } exponent }
            when condition(sum) && exponent <= LargestExpandedPower =>
            Sum.Of(sum.Operands.Select(term => Algebra.Hadamard(term, Power.Of(sum, exponent - 1)))),
        _ => null,
    });

    private static Expr? SplitSquare(Product product)
    {
        var position = product.Tensors.ToList().FindIndex(factor => factor.Value is Power { Exponent: var exponent }
            && exponent == 2 && factor.Indices.All(index => index >= product.Shape.Rank));
        if (position < 0)
        {
            return null;
        }

        var square = product.Tensors[position];
        var root = new Factor(((Power)square.Value).Base, square.Indices);
        return Product.Of(
            Rest(product, product.Scalars.Length + position).Append(root).Append(root),
            product.IndexDimensions,
            product.Shape.Rank);
    }

    private static Expr? FlattenProduct(Product product)
    {
        var position = product.Tensors.ToList().FindIndex(static factor => factor.Value is Product);
        return position < 0 ? null : Splice(product, position);
    }

    private static Expr Splice(Product outer, int position)
    {
        var nested = outer.Tensors[position];
        var inner = (Product)nested.Value;
        var rank = inner.Shape.Rank;
        var fresh = outer.IndexDimensions.Length;
        var dimensions = outer.IndexDimensions.AddRange(inner.IndexDimensions.Skip(rank));
        var spliced = inner.Tensors.Select(factor =>
            factor.Rename(index => index < rank ? nested.Indices[index] : fresh + index - rank));
        return Product.Of(
            Rest(outer, outer.Scalars.Length + position)
                .Concat(inner.Scalars.Select(static scalar => new Factor(scalar, [])))
                .Append(new(Constant.Of(inner.Coefficient), []))
                .Concat(spliced),
            dimensions,
            outer.Shape.Rank);
    }

    private static Expr? DistributeProduct(Product product, Func<Expr, bool> condition)
    {
        var position = product.Operands.ToList().FindIndex(operand => operand is Sum && condition(operand));
        return position < 0 ? null
            : Sum.Of(product.Operands[position].Operands.Select(term =>
                product.WithOperands(product.Operands.SetItem(position, term))));
    }

    /// <summary>The factors of a product but one, with its coefficient.</summary>
    internal static IEnumerable<Factor> Rest(Product product, int operand) =>
        product.Scalars.Where((_, i) => i != operand).Select(static scalar => new Factor(scalar, []))
            .Concat(product.Tensors.Where((_, i) => i + product.Scalars.Length != operand))
            .Append(new(Constant.Of(product.Coefficient), []));
}
