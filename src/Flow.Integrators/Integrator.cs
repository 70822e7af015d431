using Flow.Integrators.Problems;
using Flow.Integrators.Sampling;

namespace Flow.Integrators;

/// <summary>Follows the solution of a problem from t0 to tEnd with a solver; the entry point of this library.</summary>
/// <remarks>Deterministic; allocates nothing per step; one run at a time.</remarks>
public sealed class Integrator
{
    private static readonly IIntegrationObserver NoObserver = new SilentObserver();

    private readonly OdeProblem _problem;
    private readonly Solver _solver;
    private readonly IntegrationSettings _settings;
    private IntegrationLoop? _loop;

    /// <summary>Checks the settings against the problem and the solver.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="solver">A solver of <see cref="SolverCatalog"/>.</param>
    /// <param name="settings">Tolerances, samples, limits; null takes the defaults.</param>
    /// <exception cref="ArgumentException">A setting is missing or outside its range; the message says the range and
    /// the remedy.</exception>
    /// <exception cref="SolverUnavailableException">The solver needs a library that is not installed.</exception>
    public Integrator(OdeProblem problem, Solver solver, IntegrationSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(solver);
        (_problem, _solver, _settings) = (problem, solver, settings ?? new IntegrationSettings());
        if (solver.Missing() is { } missing)
        {
            throw new SolverUnavailableException(solver.Name, missing);
        }

        _settings.Validate(problem, solver);
    }

    /// <summary>Integrates until tEnd, a stop condition or a failure; what was reached stays with the result.</summary>
    /// <param name="observer">Receives samples and accepted steps, or null.</param>
    /// <param name="resume">Where an earlier run of the same problem stood, or null. tEnd, limits, events and sample
    /// times may be others; with exact samples those up to the first one after it must be the same.</param>
    /// <param name="cancellation">Ends the run with <see cref="IntegrationStatus.Cancelled"/>.</param>
    /// <returns>The status, the last accepted state and the counts.</returns>
    /// <exception cref="ArgumentException">The resume point does not belong to this problem and solver.</exception>
    public IntegrationResult Run(
        IIntegrationObserver? observer = null, ResumePoint? resume = null, CancellationToken cancellation = default)
    {
        if (resume is not null && !_solver.CanResume)
        {
            throw new ArgumentException(
                $"{_solver.Name} cannot go on from a resume point; start anew, or choose a solver such as bdf");
        }

        _loop = new IntegrationLoop(_problem, _solver, _settings, observer ?? NoObserver, resume);
        return _loop.Run(resume, cancellation);
    }

    /// <summary>Where the run can go on bit by bit: the last accepted state, or from the trial on that tEnd shortens or
    /// stretches the state before it; to be called inside <see cref="IIntegrationObserver.OnAccepted"/>. A run that
    /// an event ended inside a step goes on from the last point that was captured, or from its start.</summary>
    /// <returns>The resume point.</returns>
    /// <exception cref="InvalidOperationException">No run was started.</exception>
    public ResumePoint CaptureResumePoint() =>
        _loop?.CaptureResumePoint() ?? throw new InvalidOperationException("no run was started; call Run first");

    private sealed class SilentObserver : IIntegrationObserver;
}
