namespace Flow.Integrators.Stiff.LinearSolvers;

/// <summary>Counts of the linear algebra of a run.</summary>
internal sealed class LinearWork
{
    public LinearWork()
    {
    }

    public LinearWork(IntegrationStatistics counts) => Restore(counts);

    public long Factorizations { get; private set; }

    public long LinearIterations { get; private set; }

    /// <summary>Goes back to the counts of a resume point.</summary>
    public void Restore(IntegrationStatistics counts) =>
        (Factorizations, LinearIterations) = (counts.Factorizations, counts.LinearIterations);

    public void CountFactorization() => Factorizations++;

    public void CountIterations(int iterations) => LinearIterations += iterations;
}
