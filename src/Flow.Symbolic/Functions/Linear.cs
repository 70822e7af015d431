namespace Flow.Symbolic.Functions;

/// <summary>The identity z, degree 1: a linear network.</summary>
public static class Linear
{
    /// <summary>The catalog entry.</summary>
    public static CataloguedFunction Entry { get; } = new(
        "linear", "The identity z, for linear networks.", null, static _ => CataloguedFunction.Z);
}
