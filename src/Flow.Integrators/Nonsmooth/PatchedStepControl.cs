namespace Flow.Integrators.Nonsmooth;

/// <summary>The step size H from the difference between corrector and predictor, which shrinks as H^(k+1) for k nodes,
/// and from the stability limit of the formulas over the largest rate.</summary>
internal sealed class PatchedStepControl(PatchedAdamsSettings settings)
{
    public const int MemoryLength = 1;

    // What a prediction may be off by, in units of the tolerance: so chosen that the trajectory of the digits example
    // at rtol 1e-6 is off by less than that, since the escape from the start amplifies errors.
    private const double ErrorShare = 0.02;
    private const double Safety = 0.8;
    private const double SmallestFactor = 0.4;
    private const double LargestFactor = 1.6;
    private const double StabilitySafety = 0.75;

    // A direction is stiff where its own limit is so near the present step.
    private const double StiffShare = 0.6;

    // Steps beyond the plain stability limit have to be so much better than the error test asks for: at that limit most
    // errors of earlier steps are damped away, and results are better than the tolerance; they are to stay so.
    private const double DeflatedShare = 0.02;
    private const double FirstFixedStep = 1e-5;

    // H times the rate at which the formulas with k = 1, 2, 3 nodes become unstable, from their recurrences.
    private static readonly double[] PecLimits = [double.NaN, 1.0, 0.54, 0.30];
    private static readonly double[] PeceLimits = [double.NaN, 2.0, 2.4, 1.94];

    private double _proposal;

    /// <summary>Whether steps are given and not judged.</summary>
    public bool IsFixed => settings.Step is not null;

    /// <summary>The error norm in units of what a step may have: a share of the tolerance, divided by 1 + order powers
    /// of the divisor.</summary>
    public double Scale(double error) => error / ErrorShare * Math.Pow(settings.StepDivisor, settings.Order + 1);

    /// <summary>The first step for a fixed H: small, since the history is short.</summary>
    public double FirstFixed => FirstFixedStep * settings.Step.GetValueOrDefault() / settings.StepDivisor;

    public double Next(double step, double error, int nodes, SlidingSpectrum spectrum)
    {
        if (settings.Step is { } given)
        {
            _proposal = Math.Min(LargestFactor * Math.Max(step, _proposal), given / settings.StepDivisor);
            return _proposal;
        }

        var factor = Safety * Math.Pow(Math.Max(error, 1e-10), -1.0 / (nodes + 1));
        var plain = Math.Min(step * Clamp(factor), Stable(step, nodes, spectrum.LargestRate));
        return spectrum.Count == 0 ? plain : Math.Max(
            plain,
            Math.Min(
                step * Clamp(factor * Math.Pow(DeflatedShare, 1.0 / (nodes + 1))),
                Stable(step, nodes, spectrum.RemainingRate)));
    }

    /// <summary>The rate from which on a direction is worth an exponential, at a step size.</summary>
    public double StiffRate(double step, int nodes) => StiffShare * StabilitySafety * Limit(nodes) / step;

    /// <summary>Whether a step that was given is longer than the formulas are stable with.</summary>
    public bool IsUnstable(double step, int nodes, double rate) => IsFixed && step * rate > Limit(nodes);

    public static double Shrink(double step, double error, int nodes) => step * Math.Clamp(
        Safety * Math.Pow(error, -1.0 / (nodes + 1)), 0.1, 0.8);

    public static double ShrinkMost(double step) => 0.25 * step;

    public void Save(Span<double> memory) => memory[0] = _proposal;

    public void Load(ReadOnlySpan<double> memory) => _proposal = memory[0];

    private static double Clamp(double factor) => Math.Clamp(factor, SmallestFactor, LargestFactor);

    private double Stable(double step, int nodes, double rate) => Math.Abs(rate) > 0
        ? StabilitySafety * Limit(nodes) / (Math.Abs(rate) * Math.Max(1, settings.StepDivisor))
        : step * 2;

    private double Limit(int nodes) =>
        (settings.Mode == PredictorMode.Pec ? PecLimits : PeceLimits)[Math.Min(settings.Order, nodes)];
}
