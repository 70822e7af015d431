using System.Globalization;
using Flow.Integrators;

namespace Flow.Experiments.Running;

/// <summary>Says in words that steps were too long for the solver to be stable.</summary>
internal static class StabilityStatement
{
    /// <summary>One sentence; null where no step was, or the solver chose its steps.</summary>
    /// <param name="result">How the integration ended.</param>
    public static string? For(IntegrationResult result)
    {
        var (steps, unstable) = (result.Statistics.AcceptedSteps, result.Statistics.Kinks.UnstableSteps);
        return unstable == 0 ? null : string.Create(
            CultureInfo.InvariantCulture,
            $"{unstable:N0} of {steps:N0} steps were beyond the stability limit, where errors grow and no result is to "
            + $"be trusted; write a shorter flow.step, or none");
    }
}
