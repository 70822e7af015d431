using Flow.Integrators.Explicit;
using Flow.Integrators.Multistep;
using Flow.Integrators.Nonsmooth;
using Flow.Integrators.Stabilized;
using Flow.Integrators.Stiff;

namespace Flow.Integrators;

/// <summary>Every solver: the registration, the names in experiment files, and the list that tests run over.</summary>
public static class SolverCatalog
{
    /// <summary>The solvers, simplest first.</summary>
    public static IReadOnlyList<Solver> All { get; } =
    [
        Solver.FixedStepRungeKutta("euler", Euler.Tableau, "The step of gradient descent, for comparison with it."),
        Solver.FixedStepRungeKutta("heun", Heun2.Tableau, "Second order with fixed steps."),
        Solver.FixedStepRungeKutta("rk4", RungeKutta4.Tableau, "Fourth order with fixed steps, the field's habit."),
        Solver.AdaptiveRungeKutta("bosh3", BogackiShampine3.Tableau, "Loose tolerances (rtol above 1e-3)."),
        Solver.AdaptiveRungeKutta("dopri5", DormandPrince5.Tableau, "Smooth nonstiff flows, rtol 1e-3 to 1e-8."),
        Solver.AdaptiveRungeKutta("tsit5", Tsitouras5.Tableau, "As dopri5 with a smaller error for each evaluation."),
        Solver.AdaptiveRungeKutta("dop853", DormandPrince8.Tableau, "Smooth nonstiff flows, rtol below 1e-8."),
        Solver.StabilizedRungeKutta(
            "rkc2", Rkc2.Method, "Stiff flows with a nearly symmetric Jacobian, rtol above 1e-4, little memory."),
        Solver.StabilizedRungeKutta("rkl2", Rkl2.Method, "As rkc2 with another stability polynomial; no damping."),
        Solver.StabilizedRungeKutta("rock2", Rock2.Method, "As rkc2 with a longer interval of stability."),
        new(
            "deflated-adams", AdamsSettings.LargestOrder + 1, SolverKind.Multistep,
            "Flows of smooth networks, whose stiffness lies in a few directions.",
            static (problem, tolerances) => new DeflatedAdams(problem, tolerances))
        {
            ControlsItself = true,
            VariesOrder = true,
        },
        new(
            "rodas5p", Rodas5P.Tableau.Order, SolverKind.Implicit,
            "Stiff problems with a cheap and exact Jacobian, rtol 1e-3 to 1e-8.",
            static (problem, tolerances) => new Rosenbrock(Rodas5P.Tableau, problem, tolerances))
        {
            UsesLinearization = true,
        },
        new(
            "radau5", 5, SolverKind.Implicit,
            "Very stiff problems with few unknowns at any tolerance.",
            static (problem, tolerances) => new Radau5(problem, tolerances))
        {
            ControlsItself = true,
            UsesLinearization = true,
        },
        new(
            "bdf", BdfOrderControl.LargestOrder, SolverKind.Implicit,
            "Stiff problems with many unknowns, and long stiff runs at rtol above 1e-6.",
            static (problem, tolerances) => new Bdf(problem, tolerances))
        {
            ControlsItself = true,
            UsesLinearization = true,
            VariesOrder = true,
        },
        PatchedAdamsSolver.Make(),
        new(
            "filippov", 5, SolverKind.ExplicitAdaptive,
            "As pab with a step cut at every kink: slow, to check it with.",
            static (problem, tolerances) => new Filippov(problem, tolerances))
        {
            NeedsKinks = true,
        },
    ];

    /// <summary>The solvers that take any problem, kinks or not.</summary>
    public static IReadOnlyList<Solver> General { get; } = [.. All.Where(static solver => !solver.NeedsKinks)];

    /// <summary>Finds a solver by its name.</summary>
    /// <param name="name">A name of the catalog.</param>
    /// <returns>The solver.</returns>
    /// <exception cref="ArgumentException">No solver has this name.</exception>
    public static Solver Find(string name) =>
        All.FirstOrDefault(solver => solver.Name == name) ?? throw new ArgumentException(
            $"no solver is named '{name}'; choose one of {string.Join(", ", All.Select(solver => solver.Name))}");
}
