using Flow.Integrators.Problems;
using Flow.Integrators.Sampling;
using Flow.Integrators.Stepping;
using Flow.Integrators.Stiff;

namespace Flow.Integrators.Tests;

/// <summary>The catalog as test data, and runs with settings that tests need again and again.</summary>
internal static class Solvers
{
    public static TheoryData<string> All => [.. SolverCatalog.General.Select(solver => solver.Name)];

    public static TheoryData<string> Adaptive =>
        [.. SolverCatalog.General.Where(solver => solver.IsAdaptive).Select(solver => solver.Name)];

    /// <summary>The methods of fixed order: some multistep methods start with order 1 and change it.</summary>
    public static TheoryData<string> OneStep =>
        [.. SolverCatalog.General.Where(solver => !solver.VariesOrder).Select(solver => solver.Name)];

    /// <summary>The methods with a tableau.</summary>
    public static TheoryData<string> RungeKutta =>
    [
        .. SolverCatalog.General
            .Where(solver => solver.Kind is SolverKind.ExplicitFixedStep or SolverKind.ExplicitAdaptive)
            .Select(solver => solver.Name),
    ];

    public static TheoryData<string> Stabilized =>
        [.. SolverCatalog.General.Where(entry => entry.Kind == SolverKind.Stabilized).Select(entry => entry.Name)];

    public static TheoryData<string> OneStepAdaptive =>
        [.. SolverCatalog.General.Where(entry => entry.Kind == SolverKind.ExplicitAdaptive)
            .Select(entry => entry.Name)];

    public static TheoryData<string> FixedStep =>
        [.. SolverCatalog.General.Where(solver => !solver.IsAdaptive).Select(solver => solver.Name)];

    /// <summary>Settings that make any solver take equal steps: an adaptive one is never given a reason to change.
    /// </summary>
    public static IntegrationSettings EqualSteps(OdeProblem problem, int count)
    {
        var step = (problem.EndTime - problem.InitialTime) / count;
        return new IntegrationSettings { Step = step, MaxStep = step, Tolerances = new Tolerances(1, 1e6) };
    }

    /// <summary>Ordinary settings: a step for those who need it, tolerances for the others.</summary>
    public static IntegrationSettings Ordinary(string solver, double step, double rtol = 1e-6) => new()
    {
        Step = SolverCatalog.Find(solver).IsAdaptive ? null : step,
        Tolerances = new Tolerances(rtol, rtol),
    };

    public static IntegrationResult Run(
        this OdeProblem problem, string solver, IntegrationSettings settings, IIntegrationObserver? observer = null) =>
        new Integrator(problem, Find(solver, settings), settings).Run(observer);

    // An error test that is loosened to get equal steps must not loosen the solution of each step's equations.
    private static Solver Find(string name, IntegrationSettings settings) =>
        name == "radau5" && settings.Tolerances?.Relative == 1
            ? SolverCatalog.Find(name) with
            {
                CreateStepper = (problem, tolerances) => new Radau5(problem, tolerances, NewtonSettings.Exact),
            }
            : SolverCatalog.Find(name);
}

/// <summary>Calls plain functions for samples and accepted steps.</summary>
internal sealed class Observer(Action<Sample>? onSample = null, Action<AcceptedStep>? onAccepted = null)
    : IIntegrationObserver
{
    public void OnSample(in Sample sample) => onSample?.Invoke(sample);

    public void OnAccepted(in AcceptedStep step) => onAccepted?.Invoke(step);
}
