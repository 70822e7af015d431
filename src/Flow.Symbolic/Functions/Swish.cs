using Flow.Symbolic.Expressions;

namespace Flow.Symbolic.Functions;

/// <summary>
/// swish(beta)(z) = z / (1 + e^{-beta z}), smooth, without a degree of homogeneity; it tends to relu as beta grows
/// (P. Ramachandran, B. Zoph, Q. Le, "Searching for Activation Functions", 2017).
/// </summary>
public static class Swish
{
    /// <summary>The catalog entry.</summary>
    public static CataloguedFunction Entry { get; } = new(
        "swish",
        "The smooth rectifier z sigmoid(beta z); beta = 1 is also called SiLU.",
        new("beta", 1, "beta > 0", static beta => beta > 0),
        static beta => CataloguedFunction.Z * Elementwise.Of(Primitive.Sigmoid, beta * (Expr)CataloguedFunction.Z));
}
