namespace Flow.Symbolic.Expressions;

/// <summary>Puts scalar factors in front of a linear operation, c L(s A) = c s L(A).</summary>
internal static class ScalarPart
{
    /// <summary>The scalar factors of a tensor and the tensor without them.</summary>
    public static (Expr Scalar, Expr Tensor) Split(Expr tensor)
    {
        if (tensor is not Product { IsScalar: false } product || (product.Coefficient.IsOne && product.Scalars.IsEmpty))
        {
            return (Constant.Of(1), tensor);
        }

        var core = Product.Make(1, [], product.Tensors, product.IndexDimensions, product.Shape);
        return (Algebra.Multiply([Constant.Of(product.Coefficient), .. product.Scalars]), core);
    }

    /// <summary>s A.</summary>
    public static Expr Times(Expr scalar, Expr tensor) =>
        scalar is Constant { Value.IsOne: true } ? tensor : Algebra.Scale(scalar, tensor);
}
