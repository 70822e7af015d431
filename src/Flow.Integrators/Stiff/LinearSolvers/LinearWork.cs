namespace Flow.Integrators.Stiff.LinearSolvers;

/// <summary>Counts of the linear algebra of a run.</summary>
internal sealed class LinearWork
{
    public long Factorizations { get; private set; }

    public long LinearIterations { get; private set; }

    /// <summary>Goes on from the counts of an interrupted run.</summary>
    public void Restore(IntegrationStatistics counts) =>
        (Factorizations, LinearIterations) = (counts.Factorizations, counts.LinearIterations);

    public void CountFactorization() => Factorizations++;

    public void CountIterations(int iterations) => LinearIterations += iterations;
}
