using Flow.Symbolic.Expressions;

namespace Flow.Symbolic.Functions;

/// <summary>
/// softplus(beta)(z) = log(1 + e^{beta z}) / beta, smooth, without a degree of homogeneity; it tends to relu as beta
/// grows.
/// </summary>
public static class Softplus
{
    /// <summary>The catalog entry.</summary>
    public static CataloguedFunction Entry { get; } = new(
        "softplus",
        "The smooth rectifier log(1 + e^(beta z)) / beta.",
        new("beta", 1, "beta > 0", static beta => beta > 0),
        static beta => Elementwise.Of(Primitive.Softplus, beta * (Expr)CataloguedFunction.Z) / beta);
}
