using System.Globalization;
using Flow.Integrators;

namespace Flow.Experiments.Running;

/// <summary>Says in words that the equations had more than one solution.</summary>
internal static class UniquenessStatement
{
    /// <summary>One sentence; null where no pair was seen on a kink that repels.</summary>
    /// <param name="result">How the integration ended.</param>
    public static string? For(IntegrationResult result)
    {
        var forks = result.Statistics.Kinks.Forks;
        return forks == 0 ? null : string.Create(
            CultureInfo.InvariantCulture,
            $"the flow was not unique where it was looked at, {forks:N0} times: a unit was where a kink drives it away "
            + $"to either side, and it is rounding that decides how it leaves");
    }
}
