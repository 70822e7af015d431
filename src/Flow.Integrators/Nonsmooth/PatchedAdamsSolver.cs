namespace Flow.Integrators.Nonsmooth;

/// <summary>The solver `pab` with given settings.</summary>
public static class PatchedAdamsSolver
{
    /// <summary>Its name in experiment files.</summary>
    public const string Name = "pab";

    /// <summary>Makes the solver.</summary>
    /// <param name="settings">The settings; null takes the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    public static Solver Make(PatchedAdamsSettings? settings = null)
    {
        var chosen = settings ?? new PatchedAdamsSettings();
        chosen.Validate();
        return new(
            Name, chosen.Order, SolverKind.Multistep,
            "Piecewise linear networks (relu, leaky-relu), integrated through their kinks.",
            (problem, tolerances) => new PatchedAdams(problem, tolerances, chosen))
        {
            ControlsItself = true,
            VariesOrder = true,
            NeedsKinks = true,
            Divided = divisor => Make(chosen with { StepDivisor = chosen.StepDivisor * divisor }),
            CanBeCoarser = chosen.Step is null,
        };
    }
}
