using Flow.Integrators.Stepping;

namespace Flow.Integrators.StepControl;

/// <summary>Steps of equal size on the grid t0 + n h; a step that is shortened to meet a sample returns to the grid.
/// </summary>
public sealed class FixedStep : IStepController
{
    // Far above the rounding of t / h and far below a step: a time this close to a grid point counts as on it.
    private const double GridTolerance = 1e-6;

    private readonly double _origin;
    private readonly double _step;

    /// <summary>Creates the controller.</summary>
    /// <param name="origin">t0.</param>
    /// <param name="step">h, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">h is not above 0 or not finite.</exception>
    public FixedStep(double origin, double step)
    {
        Check.InRange(step, double.Epsilon, double.MaxValue, "step", "0.01 is a usual start");
        (_origin, _step) = (origin, step);
    }

    /// <inheritdoc/>
    public bool IsAdaptive => false;

    /// <inheritdoc/>
    public int MemoryLength => 0;

    /// <inheritdoc/>
    public bool Accepts(in StepOutcome outcome) => outcome.Verdict == TrialVerdict.Completed;

    /// <inheritdoc/>
    public double NextStep(double time, double step, in StepOutcome outcome, bool accepted)
    {
        var index = Math.Floor(((time - _origin) / _step) + GridTolerance) + 1;
        return _origin + (index * _step) - time;
    }

    /// <inheritdoc/>
    public void SaveMemory(Span<double> memory)
    {
    }

    /// <inheritdoc/>
    public void LoadMemory(ReadOnlySpan<double> memory)
    {
    }
}
