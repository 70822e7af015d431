namespace Flow.Integrators.Certificates;

/// <summary>The values of functionals at sample times.</summary>
/// <param name="Times">The times, ascending.</param>
/// <param name="Rows">For each time the value of each functional.</param>
public sealed record FunctionalTable(IReadOnlyList<double> Times, IReadOnlyList<double[]> Rows)
{
    /// <summary>The values of one functional over the times.</summary>
    /// <param name="functional">Its position.</param>
    /// <returns>One value for each time.</returns>
    public double[] Column(int functional) => [.. Rows.Select(row => row[functional])];
}
