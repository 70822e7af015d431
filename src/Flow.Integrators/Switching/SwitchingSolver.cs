namespace Flow.Integrators.Switching;

/// <summary>Solvers that start with one method and try others where stability holds the first one back.</summary>
public static class SwitchingSolver
{
    /// <summary>Makes the solver.</summary>
    /// <param name="name">Its name in reports.</param>
    /// <param name="first">The solver that starts; it has to say where stability holds it back.</param>
    /// <param name="others">The solvers for stiff stretches in the order in which they are tried, at least
    /// one.</param>
    /// <returns>A solver of the kind of the first, which is not in the catalog.</returns>
    public static Solver Make(string name, Solver first, params IReadOnlyList<Solver> others)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(others);
        return new Solver(
            name,
            first.Order,
            SolverKind.Multistep,
            $"Starts with {first.Name}; {string.Join(" or ", others.Select(static other => other.Name))} takes over "
            + "where stability holds it back.",
            (problem, tolerances) => new SwitchingStepper(problem, tolerances, first, others))
        {
            ControlsItself = true,
        };
    }
}
