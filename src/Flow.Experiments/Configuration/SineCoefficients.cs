namespace Flow.Experiments.Configuration;

/// <summary>The coefficients of W_k[i,j] = sin(a + b i + c j + d i j + e k).</summary>
public sealed record SineCoefficients
{
    /// <summary>Default of <see cref="A"/>.</summary>
    public const double DefaultA = 1.3;

    /// <summary>Default of <see cref="B"/>.</summary>
    public const double DefaultB = 0.7;

    /// <summary>Default of <see cref="C"/>.</summary>
    public const double DefaultC = 1.1;

    /// <summary>Default of <see cref="D"/>.</summary>
    public const double DefaultD = 0.37;

    /// <summary>Default of <see cref="E"/>.</summary>
    public const double DefaultE = 2.3;

    /// <summary>Constant phase, radians.</summary>
    public double A { get; init; } = DefaultA;

    /// <summary>Phase per row i.</summary>
    public double B { get; init; } = DefaultB;

    /// <summary>Phase per column j.</summary>
    public double C { get; init; } = DefaultC;

    /// <summary>Phase per product i j.</summary>
    public double D { get; init; } = DefaultD;

    /// <summary>Phase per layer k = 1..L.</summary>
    public double E { get; init; } = DefaultE;
}
