namespace Flow.Integrators.Nonsmooth;

/// <summary>Counts what a solver meets at the kinks of a field and what it evaluates there.</summary>
internal sealed class KinkWork
{
    public long Crossings { get; set; }

    public long SlidesEntered { get; set; }

    public long SlidesLeft { get; set; }

    public long Forwards { get; set; }

    public long SampleEvaluations { get; set; }

    public long UnstableSteps { get; set; }

    public long Forks { get; set; }

    public KinkStatistics Statistics => new(Crossings, SlidesEntered, SlidesLeft)
    {
        Forwards = Forwards,
        SampleEvaluations = SampleEvaluations,
        UnstableSteps = UnstableSteps,
        Forks = Forks,
    };

    /// <summary>Takes back what was met since; what it cost stays counted.</summary>
    public void RestoreEvents(KinkStatistics counts) => (Crossings, SlidesEntered, SlidesLeft, Forks) =
        (counts.Crossings, counts.SlidesEntered, counts.SlidesLeft, counts.Forks);

    /// <summary>Goes on from the counts of an interrupted run.</summary>
    public void Restore(KinkStatistics counts)
    {
        (Crossings, SlidesEntered, SlidesLeft) = (counts.Crossings, counts.SlidesEntered, counts.SlidesLeft);
        (Forwards, SampleEvaluations) = (counts.Forwards, counts.SampleEvaluations);
        (UnstableSteps, Forks) = (counts.UnstableSteps, counts.Forks);
    }
}
