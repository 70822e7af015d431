using Flow.Integrators.Stepping;

namespace Flow.Integrators.StepControl;

/// <summary>The PI step size controller h' = h safety err_n^(-a/k) err_(n-1)^(b/k), the factor limited from both sides
/// (K. Gustafsson, Control theoretic techniques for stepsize selection in explicit Runge-Kutta methods, 1991;
/// G. Soderlind, Digital filters in adaptive time-stepping, 2003).</summary>
/// <remarks>After a rejection the step shrinks by safety err^(-1/k), and the first accepted step after it does not let
/// the step grow. A trial that is not usable shrinks the step by the smallest factor.</remarks>
public sealed class PiController : IStepController
{
    // Errors below this say only "much too small": a step cut short at a sample must not brake the steps after it.
    private const double SmallestRememberedError = 1e-4;

    private readonly int _errorOrder;
    private readonly PiSettings _settings;
    private double _previousError = 1;
    private bool _wasRejected;

    /// <summary>Creates the controller.</summary>
    /// <param name="errorOrder">The k for which the error norm shrinks as h^k, at least 1.</param>
    /// <param name="settings">Safety, limits and gains.</param>
    /// <exception cref="ArgumentOutOfRangeException">k is below 1: the method has no error estimate.</exception>
    public PiController(int errorOrder, PiSettings settings)
    {
        Check.InRange(errorOrder, 1, 100, "error order", "a method without error estimate takes fixed steps");
        ArgumentNullException.ThrowIfNull(settings);
        (_errorOrder, _settings) = (errorOrder, settings);
    }

    /// <inheritdoc/>
    public bool IsAdaptive => true;

    /// <inheritdoc/>
    public int MemoryLength => 2;

    /// <inheritdoc/>
    public bool Accepts(in StepOutcome outcome) =>
        outcome.Verdict == TrialVerdict.Completed && outcome.ErrorNorm <= 1;

    /// <inheritdoc/>
    public double NextStep(double time, double step, in StepOutcome outcome, bool accepted)
    {
        if (!accepted)
        {
            _wasRejected = true;
            // An estimate that meets the tolerance cannot be blamed: the trial failed otherwise.
            return step * (outcome.ErrorNorm > 1
                ? Limit(_settings.Safety * Math.Pow(outcome.ErrorNorm, -1.0 / _errorOrder))
                : _settings.SmallestFactor);
        }

        var error = Math.Max(outcome.ErrorNorm, SmallestRememberedError);
        var factor = Limit(
            _settings.Safety
            * Math.Pow(outcome.ErrorNorm, -_settings.CurrentGain / _errorOrder)
            * Math.Pow(_previousError, _settings.PreviousGain / _errorOrder));
        factor = _wasRejected ? Math.Min(factor, 1) : factor;
        (_previousError, _wasRejected) = (error, false);
        return step * factor;
    }

    /// <inheritdoc/>
    public void SaveMemory(Span<double> memory) =>
        (memory[0], memory[1]) = (_previousError, _wasRejected ? 1 : 0);

    /// <inheritdoc/>
    public void LoadMemory(ReadOnlySpan<double> memory) =>
        (_previousError, _wasRejected) = (memory[0], memory[1] != 0);

    private double Limit(double factor) =>
        Math.Clamp(factor, _settings.SmallestFactor, _settings.LargestFactor);
}
