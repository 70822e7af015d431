using Flow.Symbolic.Expressions;

namespace Flow.Symbolic.Functions;

/// <summary>tanh(z), smooth, without a degree of homogeneity.</summary>
public static class HyperbolicTangent
{
    /// <summary>The catalog entry.</summary>
    public static CataloguedFunction Entry { get; } = new(
        "tanh",
        "The hyperbolic tangent.",
        null,
        static _ => Elementwise.Of(Primitive.Tanh, CataloguedFunction.Z));
}
