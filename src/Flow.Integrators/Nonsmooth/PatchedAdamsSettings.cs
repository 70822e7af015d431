namespace Flow.Integrators.Nonsmooth;

/// <summary>Settings of <see cref="PatchedAdams"/>.</summary>
public sealed record PatchedAdamsSettings
{
    /// <summary>The number of nodes of the predictor, 2 or 3; the corrector takes one more.</summary>
    public int Order { get; init; } = 2;

    /// <summary>Where the field is evaluated.</summary>
    public PredictorMode Mode { get; init; } = PredictorMode.Pec;

    /// <summary>H, to which the steps grow and at which they stay, without any error test; null lets the error of the
    /// prediction and the stability limit choose.</summary>
    public double? Step { get; init; }

    /// <summary>The largest number of stiff directions that are integrated exponentially, 0 to 4.</summary>
    public int Directions { get; init; } = SlidingSpectrum.Most;

    /// <summary>r, by which every step is divided: the error that each step may have by r^(order + 1), the stability
    /// limit (for r above 1) and a fixed step by r. Runs with r = 1/2 and 2 are the companions "2 H" and "H/2" of one
    /// with r = 1.</summary>
    public double StepDivisor { get; init; } = 1;

    internal void Validate()
    {
        Check.InRange(Order, 2, 3, "order", "2 is usual");
        Check.InRange(Step ?? 1, double.Epsilon, double.MaxValue, "step", "0.01 is a usual start");
        Check.InRange(Directions, 0, SlidingSpectrum.Most, "directions", "4 is usual");
        Check.InRange(StepDivisor, 1e-3, 1e3, nameof(StepDivisor), "2 halves every step");
    }
}
