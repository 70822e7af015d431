namespace Flow.Experiments.Configuration;

/// <summary>The training steps that are recorded; step 0 and the last one always are.</summary>
public sealed record TrainSamples
{
    /// <summary>Default of <see cref="Count"/>.</summary>
    public const int DefaultCount = 200;

    /// <summary>How the steps are spaced.</summary>
    public SampleKind Kind { get; init; } = SampleKind.Log;

    /// <summary>Number of recorded steps before equal ones are merged; 0 when the steps are listed.</summary>
    public int Count { get; init; } = DefaultCount;

    /// <summary>The listed steps, ascending; empty for the other kinds.</summary>
    public ValueList<long> Steps { get; init; } = [];

    /// <summary>
    /// The recorded steps: linear round(total i / (count - 1)); log 0 and then round(total^((i - 1) / (count - 2))).
    /// </summary>
    /// <param name="total">The number of steps of the run.</param>
    /// <returns>Ascending steps without repetition, from 0 to total.</returns>
    public long[] StepsFor(long total)
    {
        var steps = new SortedSet<long>(Steps.Where(step => step <= total)) { 0, total };
        for (int i = 1; i < Count - 1; i++)
        {
            double exact = Kind == SampleKind.Linear
                ? (double)total * i / (Count - 1)
                : Math.Pow(total, (i - 1.0) / (Count - 2));
            steps.Add(Math.Min(total, (long)Math.Round(exact)));
        }

        return [.. steps];
    }
}
