using Flow.Symbolic.Expressions;

namespace Flow.Symbolic.Functions;

/// <summary>relu(z) = max(z, 0), degree 1, with a kink at 0 where its derivative is 0 as in PyTorch.</summary>
public static class Relu
{
    /// <summary>The catalog entry.</summary>
    public static CataloguedFunction Entry { get; } = new(
        "relu", "The rectifier max(z, 0).", null, static _ => Elementwise.Of(Primitive.Max, CataloguedFunction.Z, 0));
}
