using Flow.Integrators.Stepping;

namespace Flow.Integrators.StepControl;

/// <summary>The predictive step size controller h' = h safety err_n^(-1/k) (h_n / h_(n-1)) (err_(n-1) / err_n)^(1/k),
/// at most h safety err_n^(-1/k), the factor limited from both sides (K. Gustafsson, Control-theoretic techniques for
/// stepsize selection in implicit Runge-Kutta methods, 1994, doi:10.1145/198429.198437).</summary>
/// <remarks>Where err_n = c_n h_n^k and c_n rises by a constant factor from step to step, the next error is safety^k,
/// whatever the factor. After a rejection the step shrinks by safety err^(-1/k), and the first accepted step after it
/// does not let the step grow. Of the settings, the gains are not used.</remarks>
public sealed class PredictiveController : IStepController
{
    // Errors below this say only "much too small".
    private const double SmallestRememberedError = 1e-4;

    private readonly int _errorOrder;
    private readonly PiSettings _settings;
    private double _previousError = 1;
    private double _previousStep;
    private bool _wasRejected;

    /// <summary>Creates the controller.</summary>
    /// <param name="errorOrder">The k for which the error norm shrinks as h^k, at least 1.</param>
    /// <param name="settings">Safety and limits.</param>
    /// <exception cref="ArgumentOutOfRangeException">k is below 1: the method has no error estimate.</exception>
    public PredictiveController(int errorOrder, PiSettings settings)
    {
        Check.InRange(errorOrder, 1, 100, "error order", "a method without error estimate takes fixed steps");
        ArgumentNullException.ThrowIfNull(settings);
        (_errorOrder, _settings) = (errorOrder, settings);
    }

    /// <inheritdoc/>
    public bool IsAdaptive => true;

    /// <inheritdoc/>
    public int MemoryLength => 3;

    /// <inheritdoc/>
    public bool Accepts(in StepOutcome outcome) =>
        outcome.Verdict == TrialVerdict.Completed && outcome.ErrorNorm <= 1;

    /// <inheritdoc/>
    public double NextStep(double time, double step, in StepOutcome outcome, bool accepted)
    {
        var factor = _settings.Safety * Math.Pow(outcome.ErrorNorm, -1.0 / _errorOrder);
        if (!accepted)
        {
            _wasRejected = true;
            // An estimate that meets the tolerance cannot be blamed: the trial failed otherwise.
            return step * (outcome.ErrorNorm > 1 ? Limit(factor) : _settings.SmallestFactor);
        }

        var error = Math.Max(outcome.ErrorNorm, SmallestRememberedError);
        if (_previousStep > 0)
        {
            var trend = step / _previousStep * Math.Pow(_previousError / error, 1.0 / _errorOrder);
            factor = Math.Min(factor, factor * trend);
        }

        factor = _wasRejected ? Math.Min(Limit(factor), 1) : Limit(factor);
        (_previousError, _previousStep, _wasRejected) = (error, step, false);
        return step * factor;
    }

    /// <inheritdoc/>
    public void SaveMemory(Span<double> memory) =>
        (memory[0], memory[1], memory[2]) = (_previousError, _previousStep, _wasRejected ? 1 : 0);

    /// <inheritdoc/>
    public void LoadMemory(ReadOnlySpan<double> memory) =>
        (_previousError, _previousStep, _wasRejected) = (memory[0], memory[1], memory[2] != 0);

    private double Limit(double factor) =>
        Math.Clamp(factor, _settings.SmallestFactor, _settings.LargestFactor);
}
