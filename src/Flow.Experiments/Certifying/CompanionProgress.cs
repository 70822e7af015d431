using System.Globalization;
using Flow.Experiments.Running;
using Flow.Integrators;

namespace Flow.Experiments.Certifying;

/// <summary>The progress of companion runs, whose observables are not shown.</summary>
internal sealed class CompanionProgress(IProgress<RunProgress> target, double endTime) : IProgress<IntegrationProgress>
{
    private string _activity = string.Empty;

    /// <summary>Names the run that starts.</summary>
    /// <param name="number">Its number, 1 first.</param>
    public void Begin(int number) =>
        _activity = string.Create(CultureInfo.InvariantCulture, $"certificate, companion run {number}");

    /// <inheritdoc />
    public void Report(IntegrationProgress value)
    {
        TimeSpan? remaining = value.Fraction > 0.001
            ? value.Elapsed * ((1 - value.Fraction) / value.Fraction)
            : null;
        var counts = value.Statistics;
        target.Report(new(
            value.Time, endTime, value.StepSize, counts.AcceptedSteps, counts.RejectedSteps, double.NaN, double.NaN,
            value.Elapsed, remaining)
        {
            Activity = _activity,
        });
    }
}
