using Flow.Symbolic.Expressions;

namespace Flow.Symbolic.Functions;

/// <summary>
/// leaky-relu(s)(z) = z for z &gt; 0, else s z; degree 1, with a kink at 0 where its derivative is s as in PyTorch.
/// </summary>
public static class LeakyRelu
{
    /// <summary>The catalog entry.</summary>
    public static CataloguedFunction Entry { get; } = new(
        "leaky-relu",
        "The rectifier with a slope for negative z: z where z > 0, else slope z.",
        new("slope", new Rational(1, 100), "0 <= slope <= 1", static slope => slope >= 0 && slope <= 1),
        Body);

    /// <summary>max(z, 0) + s (z - max(z, 0)), which is exact in floating point on both sides.</summary>
    private static Expr Body(Rational slope)
    {
        var z = CataloguedFunction.Z;
        var positive = Elementwise.Of(Primitive.Max, z, 0);
        return positive + (slope * (z - positive));
    }
}
