namespace Flow.Integrators.Nonsmooth;

/// <summary>What a run through kinks has met and what that cost, beside the evaluations of the whole field; a pair is a
/// sample with one of its units.</summary>
/// <param name="Crossings">Pairs whose switching function went through 0 and on to the other side.</param>
/// <param name="SlidesEntered">Pairs that began to slide along their kink.</param>
/// <param name="SlidesLeft">Pairs that ended sliding.</param>
public readonly record struct KinkStatistics(long Crossings, long SlidesEntered, long SlidesLeft)
{
    /// <summary>Forward passes over all samples, each about a third of an evaluation.</summary>
    public long Forwards { get; init; }

    /// <summary>Forward passes and gradients of one sample.</summary>
    public long SampleEvaluations { get; init; }

    /// <summary>Accepted steps of a given size that were longer than the formulas are stable with, by the largest rate
    /// known; errors grow in them.</summary>
    public long UnstableSteps { get; init; }

    /// <summary>Times, of those looked at, at which the flow was not unique: a pair rested on a kink that repels, where
    /// it may leave to either side at any time.</summary>
    public long Forks { get; init; }

    /// <summary>Pairs that slide now.</summary>
    public long SlidingPairs => SlidesEntered - SlidesLeft;
}
