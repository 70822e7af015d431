namespace Flow.Integrators.Switching;

/// <summary>Solvers that start with one method and try another where stability holds the first one back.</summary>
public static class SwitchingSolver
{
    /// <summary>Makes the solver.</summary>
    /// <param name="name">Its name in reports.</param>
    /// <param name="first">The solver that starts; it has to say where stability holds it back.</param>
    /// <param name="second">The solver for stiff stretches.</param>
    /// <returns>A solver of the kind of the first, which is not in the catalog.</returns>
    public static Solver Make(string name, Solver first, Solver second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        return new Solver(
            name,
            first.Order,
            SolverKind.Multistep,
            $"Starts with {first.Name}; {second.Name} takes over where stability holds it back.",
            (problem, tolerances) => new SwitchingStepper(problem, tolerances, first, second))
        {
            ControlsItself = true,
        };
    }
}
