using Flow.Symbolic.Expressions;

namespace Flow.Symbolic.Printing;

/// <summary>Moves minus signs to where they read best.</summary>
internal static class SignRules
{
    /// <summary>A sum with every term negated.</summary>
    public static Expr Negate(Sum sum) => Sum.Of(sum.Operands.Select(static term => -term));

    /// <summary>-(a - b) c written (b - a) c; null where no factor takes the sign.</summary>
    /// <param name="product">A product with a negative coefficient.</param>
    /// <param name="builder">The traversal, whose named nodes stay as they are.</param>
    public static Expr? Turned(Product product, LayoutBuilder builder) =>
        Absorb(product, builder) is { } turned ? -turned : null;

    /// <summary>
    /// The negative of an expression, by turning one difference a - b (but not 1 - b) in it; else null.
    /// </summary>
    private static Expr? Absorb(Expr expression, LayoutBuilder builder)
    {
        if (builder.IsNamed(expression))
        {
            return null;
        }

        if (expression is Sum sum)
        {
            var isOneMinus = sum.Operands.Any(static term => term is Constant { Value.Sign: > 0 });
            return !isOneMinus && sum.Operands.Select(Sign).Distinct().Count() == 2 ? Negate(sum) : null;
        }

        if (expression is not Product product)
        {
            return null;
        }

        var positions = Enumerable.Range(0, product.Operands.Length)
            .OrderBy(i => FactorOrder.Of(product.Operands[i], builder.Options.Samples));
        foreach (var i in positions)
        {
            var operand = product.Operands[i];
            if (product.Operands.Count(other => ReferenceEquals(other, operand)) == 1
                && Absorb(operand, builder) is { } negated)
            {
                return product.WithOperands(product.Operands.SetItem(i, negated));
            }
        }

        return null;
    }

    private static int Sign(Expr term) => Product.SplitCoefficient(term).Coefficient.Sign;
}
