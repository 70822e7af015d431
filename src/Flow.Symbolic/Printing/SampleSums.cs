using Flow.Symbolic.Expressions;

namespace Flow.Symbolic.Printing;

/// <summary>Recognises sums over the samples, and means.</summary>
internal static class SampleSums
{
    /// <summary>Whether a product sums over the samples, itself or in one of its scalar factors.</summary>
    public static bool Has(Product product, LayoutBuilder builder) =>
        IsSum(product, builder) || product.Operands.Any(operand => operand is Product inner && IsSum(inner, builder));

    /// <summary>Whether the summed indices of a product include the samples.</summary>
    public static bool IsSum(Product product, LayoutBuilder builder) =>
        product.IndexDimensions.Skip(product.Shape.Rank).Any(builder.IsSample);

    /// <summary>1/N.</summary>
    public static Expr Inverse(LayoutBuilder builder) => Power.Of(DimensionSize.Of(builder.Options.Samples), -1);

    /// <summary>
    /// What the factor 1/N of a product makes a mean of: the product itself, one of its scalar factors, or a sum of
    /// such; null where there is no 1/N or no sum over samples.
    /// </summary>
    public static Expr? Averaged(Product product, LayoutBuilder builder)
    {
        if (!builder.Options.MeanNotation || !product.Scalars.Contains(Inverse(builder)))
        {
            return null;
        }

        return IsSum(product, builder)
            ? product
            : product.Operands.FirstOrDefault(operand => operand is Product inner && !builder.IsNamed(inner)
                    && IsSum(inner, builder))
                ?? product.Operands.FirstOrDefault(operand => operand is Sum sum && !builder.IsNamed(sum)
                    && sum.Operands.All(term => term is Product inner && Has(inner, builder)));
    }
}
