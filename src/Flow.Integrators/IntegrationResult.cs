using Flow.Integrators.Spaces;
using Flow.Integrators.Stepping;
using Flow.Integrators.Switching;

namespace Flow.Integrators;

/// <summary>How a run ended and its last accepted state.</summary>
/// <param name="Status">The way it ended.</param>
/// <param name="Time">t of that state.</param>
/// <param name="State">The last accepted state, or the one at the event that ended the run; it belongs to the caller
/// from now on.</param>
/// <param name="StepSize">Size of the last step tried, 0 if none was.</param>
/// <param name="ErrorNorm">Error norm of the last step tried, NaN where there is none.</param>
/// <param name="WorstComponent">Component with the largest weighted error, or the first one that is not finite; null
/// where unknown.</param>
/// <param name="Statistics">Counts of the run.</param>
/// <param name="Detail">The vector field's own text where a formula became singular, otherwise null.</param>
/// <param name="Resume">Where the run can go on, see <see cref="Integrator.CaptureResumePoint"/>.</param>
/// <param name="Elapsed">Wall-clock time of the call of Run.</param>
public sealed record IntegrationResult(
    IntegrationStatus Status,
    double Time,
    Vector State,
    double StepSize,
    double ErrorNorm,
    ComponentLocation? WorstComponent,
    IntegrationStatistics Statistics,
    string? Detail,
    ResumePoint Resume,
    TimeSpan Elapsed)
{
    /// <summary>What the method knows of the stiffness at the last accepted state, null where it tracks none.</summary>
    public StiffnessEstimate? Stiffness { get; init; }

    /// <summary>The name of the event that ended the run, null where none did.</summary>
    public string? Event { get; init; }

    /// <summary>The methods that took over during the run; none for most solvers.</summary>
    public IReadOnlyList<SolverSwitch> Switches { get; init; } = [];

    /// <summary>One paragraph with the status, time, step size, error norm, worst component, stiffness, steps and
    /// advice.</summary>
    public string Report
    {
        get
        {
            var worst = WorstComponent is { } component ? Check.Text($", worst component {component}") : string.Empty;
            var norm = double.IsNaN(ErrorNorm) ? string.Empty : Check.Text($", error norm {ErrorNorm:G3}");
            var rate = Stiffness is { LargestRate: > 0 } stiffness
                ? Check.Text($", largest rate {stiffness.LargestRate:G3}")
                : string.Empty;
            var turn = Stiffness is { IsOffRealAxis: true }
                ? " off the real axis (for which stabilized methods are not made)"
                : string.Empty;
            var (steps, rejected) = (Statistics.AcceptedSteps, Statistics.RejectedSteps);
            return Check.Text($"{Status.Name}: {Status.Meaning} at t = {Time:G17}, ")
                + Check.Text($"step size {StepSize:G3}{norm}{worst}{rate}{turn}, ")
                + Check.Text($"after {steps} accepted and {rejected} rejected steps. ")
                + (Detail is null ? Status.Advice : $"{Detail}.");
        }
    }
}
