namespace Flow.Experiments.Configuration;

/// <summary>The section `initialization`: the state at t = 0.</summary>
public sealed record InitializationConfig
{
    /// <summary>Default of <see cref="Norm"/>.</summary>
    public const double DefaultNorm = 1.0;

    /// <summary>Default of <see cref="Rho"/>.</summary>
    public const double DefaultRho = 1.0;

    /// <summary>Default of <see cref="Seed"/>.</summary>
    public const long DefaultSeed = 0;

    /// <summary>Where the weights come from.</summary>
    public InitializationKind Kind { get; init; } = InitializationKind.Gaussian;

    /// <summary>file: full path of the NPZ file; null for the other kinds.</summary>
    public string? Path { get; init; }

    /// <summary>Frobenius norm of each W_k (unconstrained) or v_k (weight-norm); 1 for lagrange.</summary>
    public double Norm { get; init; } = DefaultNorm;

    /// <summary>lagrange: rho(0) &gt;= 0.</summary>
    public double Rho { get; init; } = DefaultRho;

    /// <summary>weight-norm: g_k(0), one per weight layer; empty means 1 for each.</summary>
    public ValueList<double> G { get; init; } = [];

    /// <summary>gaussian: the seed.</summary>
    public long Seed { get; init; } = DefaultSeed;

    /// <summary>sine: the coefficients.</summary>
    public SineCoefficients Coefficients { get; init; } = new();
}
