using Flow.Integrators.Events;
using Flow.Integrators.Problems;
using Flow.Integrators.Sampling;
using Flow.Integrators.StepControl;
using Flow.Integrators.Stepping;

namespace Flow.Integrators;

/// <summary>What a run needs besides the problem and the solver; names in messages are those of the experiment file.
/// </summary>
public sealed record IntegrationSettings
{
    /// <summary>Default of <see cref="MaxSteps"/>.</summary>
    public const long DefaultMaxSteps = 1_000_000_000;

    /// <summary>Default of <see cref="MaxConsecutiveRejections"/>.</summary>
    public const int DefaultMaxConsecutiveRejections = 50;

    /// <summary>Default of <see cref="ProgressInterval"/>.</summary>
    public static readonly TimeSpan DefaultProgressInterval = TimeSpan.FromSeconds(0.25);

    // Steps have to stay above the rounding error of the time.
    private const double SmallestRelativeStep = 1e-14;

    /// <summary>rtol, atol and the norm; null takes the solver's defaults.</summary>
    public Tolerances? Tolerances { get; init; }

    /// <summary>The step size of a fixed-step solver, which needs it; an adaptive solver starts with it if
    /// given.</summary>
    public double? Step { get; init; }

    /// <summary>What drives the steps of an adaptive method that does not do so itself; null takes the PI controller.
    /// </summary>
    public StepControllerKind? Controller { get; init; }

    /// <summary>The longest step allowed, above 0.</summary>
    public double MaxStep { get; init; } = double.PositiveInfinity;

    /// <summary>The most trial steps, at least 1.</summary>
    public long MaxSteps { get; init; } = DefaultMaxSteps;

    /// <summary>The most rejected steps in a row, at least 1.</summary>
    public int MaxConsecutiveRejections { get; init; } = DefaultMaxConsecutiveRejections;

    /// <summary>The longest wall-clock time in seconds, above 0.</summary>
    public double MaxSeconds { get; init; } = double.PositiveInfinity;

    /// <summary>The sample times; null asks for t0 and tEnd.</summary>
    public SamplePoints? Samples { get; init; }

    /// <summary>What is to be found between the steps; none unless given.</summary>
    public IReadOnlyList<Event> Events { get; init; } = [];

    /// <summary>Ends the run where it returns true at an accepted state, the one from which a run starts or goes on
    /// included.</summary>
    public Predicate<AcceptedStep>? StopWhen { get; init; }

    /// <summary>Receives the progress at most every <see cref="ProgressInterval"/> and at the end.</summary>
    public IProgress<IntegrationProgress>? Progress { get; init; }

    /// <summary>The shortest wall-clock time between two progress reports.</summary>
    public TimeSpan ProgressInterval { get; init; } = DefaultProgressInterval;

    /// <summary>The clock for the time limit and the progress.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    internal void Validate(OdeProblem problem, Solver solver)
    {
        Check.Positive(MaxStep, "maxStep", "leave it out for no limit");
        Check.Positive(MaxSeconds, "maxSeconds", "leave it out for no limit");
        Check.InRange(MaxSteps, 1, long.MaxValue, "maxSteps", "leave it out for a billion");
        Check.InRange(MaxConsecutiveRejections, 1, int.MaxValue, "maxConsecutiveRejections", "leave it out for 50");
        ValidateStep(problem, solver);
        foreach (var one in Events)
        {
            one.Validate();
        }

        if (Controller is not null && !solver.HasController)
        {
            throw new ArgumentException(
                $"solver {solver.Name} has no step controller to choose; leave controller out, or choose a solver such "
                + "as dopri5");
        }

        foreach (var time in Samples is { } samples ? samples.Times : [])
        {
            Check.InRange(time, problem.InitialTime, problem.EndTime, "sample time", "samples lie between t0 and tEnd");
        }
    }

    private void ValidateStep(OdeProblem problem, Solver solver)
    {
        if (Step is not { } step)
        {
            if (!solver.IsAdaptive)
            {
                throw new ArgumentException(
                    $"solver {solver.Name} takes fixed steps and needs step, such as step: 0.01; "
                    + "or choose an adaptive solver, such as dopri5");
            }

            return;
        }

        var size = Math.Max(Math.Abs(problem.InitialTime), Math.Abs(problem.EndTime));
        Check.InRange(
            step,
            Math.Max(SmallestRelativeStep * size, double.Epsilon),
            Math.Min(MaxStep, double.MaxValue),
            "step",
            "it is above the rounding error of the time and at most maxStep");
    }
}
