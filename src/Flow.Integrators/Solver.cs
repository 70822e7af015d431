using Flow.Integrators.Explicit;
using Flow.Integrators.Problems;
using Flow.Integrators.Stabilized;
using Flow.Integrators.StepControl;
using Flow.Integrators.Stepping;

namespace Flow.Integrators;

/// <summary>A catalogued method with its defaults.</summary>
/// <param name="Name">The name in experiment files.</param>
/// <param name="Order">The order p of the method.</param>
/// <param name="Kind">The family.</param>
/// <param name="Purpose">When to use it, one sentence.</param>
/// <param name="CreateStepper">Makes the stepper for a problem and the weights of the error norm.</param>
public sealed record Solver(
    string Name, int Order, SolverKind Kind, string Purpose, Func<OdeProblem, Tolerances, IStepper> CreateStepper)
{
    /// <summary>Whether the solver chooses its step sizes.</summary>
    public bool IsAdaptive => Kind != SolverKind.ExplicitFixedStep;

    /// <summary>Whether its step controller can be chosen: its steps are neither fixed nor its own affair.</summary>
    public bool HasController => IsAdaptive && !ControlsItself;

    /// <summary>Whether its steppers choose their own step sizes.</summary>
    public bool ControlsItself { get; init; }

    /// <summary>Whether its steppers know the stiffness, <see cref="IStepper.Stiffness"/>.</summary>
    public bool TracksStiffness => Kind is SolverKind.Multistep or SolverKind.Stabilized;

    /// <summary>Whether it changes its order, starting with 1.</summary>
    public bool VariesOrder { get; init; }

    /// <summary>Whether it takes only problems whose kinks are known.</summary>
    public bool NeedsKinks { get; init; }

    /// <summary>Whether its steppers multiply with the derivative of the field.</summary>
    public bool UsesLinearization { get; init; }

    /// <summary>The same method with every step divided by a number r; null where the tolerances divide steps.
    /// </summary>
    public Func<double, Solver>? Divided { get; init; }

    /// <summary>Whether r may also be below 1, since the method stays within its stability limit by itself.</summary>
    public bool CanBeCoarser { get; init; }

    /// <summary>Whether a run can go on from a <see cref="ResumePoint"/>: the method hands out what it remembers.
    /// </summary>
    public bool CanResume { get; init; } = true;

    /// <summary>Says what the solver needs that is not installed, with the remedy, as a clause that follows its name;
    /// null where it can run.</summary>
    public Func<string?> Missing { get; init; } = static () => null;

    /// <summary>The tolerances unless others are given.</summary>
    public Tolerances Tolerances { get; init; } = new();

    /// <summary>The settings of the step controller.</summary>
    public PiSettings Control { get; init; } = new();

    /// <summary>Makes the step controller for a run.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="stepper">The stepper of the run.</param>
    /// <param name="settings">The settings, already validated.</param>
    /// <returns>The stepper itself where it controls its steps, else a fixed-step or the chosen controller.</returns>
    public IStepController CreateController(OdeProblem problem, IStepper stepper, IntegrationSettings settings)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(stepper);
        ArgumentNullException.ThrowIfNull(settings);
        if (stepper is ISelfControlledStepper own)
        {
            return own;
        }

        if (!IsAdaptive)
        {
            return new FixedStep(problem.InitialTime, settings.Step.GetValueOrDefault());
        }

        IStepController controller = settings.Controller == StepControllerKind.Predictive
            ? new PredictiveController(stepper.ErrorOrder, Control)
            : new PiController(stepper.ErrorOrder, Control);
        return stepper is ILimitedStepper limited ? new LimitedController(controller, limited) : controller;
    }

    internal static Solver FixedStepRungeKutta(string name, ButcherTableau tableau, string purpose) =>
        RungeKutta(name, tableau, SolverKind.ExplicitFixedStep, purpose);

    internal static Solver AdaptiveRungeKutta(string name, ButcherTableau tableau, string purpose) =>
        RungeKutta(name, tableau, SolverKind.ExplicitAdaptive, purpose);

    internal static Solver StabilizedRungeKutta(string name, StabilizedMethod method, string purpose) =>
        new(name, StabilizedMethod.Order, SolverKind.Stabilized, purpose, (problem, tolerances) =>
            new StabilizedRungeKutta(method, problem, tolerances))
        {
            UsesLinearization = true,
        };

    private static Solver RungeKutta(string name, ButcherTableau tableau, SolverKind kind, string purpose) =>
        new(name, tableau.Order, kind, purpose, (problem, tolerances) =>
            new ExplicitRungeKutta(tableau, problem, tolerances));
}
