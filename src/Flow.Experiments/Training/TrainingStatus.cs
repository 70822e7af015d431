namespace Flow.Experiments.Training;

/// <summary>The ways discrete training can end, each with an advice; values, not exceptions.</summary>
public sealed class TrainingStatus
{
    private TrainingStatus(string name, bool isSuccess, string meaning, string advice) =>
        (Name, IsSuccess, Meaning, Advice) = (name, isSuccess, meaning, advice);

    /// <summary>All steps were taken.</summary>
    public static TrainingStatus EndReached { get; } = new(
        "end-reached", true, "all steps were taken", "Nothing to do.");

    /// <summary>The gradient or the state became NaN or infinite.</summary>
    public static TrainingStatus Diverged { get; } = new(
        "diverged", false, "the gradient or the state is NaN or infinite",
        "Take a smaller train.learningRate or less momentum; the last finite state is written.");

    /// <summary>A formula became singular.</summary>
    public static TrainingStatus Singular { get; } = new(
        "singular-field", false, "a formula of the gradient became singular", "See the named formula.");

    /// <summary>The caller cancelled the run.</summary>
    public static TrainingStatus Cancelled { get; } = new(
        "cancelled", false, "the run was cancelled", "Resume it to go on; the last state is written.");

    /// <summary>Every way training can end.</summary>
    public static IReadOnlyList<TrainingStatus> All { get; } = [EndReached, Diverged, Singular, Cancelled];

    /// <summary>The name in summaries, such as diverged.</summary>
    public string Name { get; }

    /// <summary>Whether the run ended as asked for.</summary>
    public bool IsSuccess { get; }

    /// <summary>What happened, a clause without full stop.</summary>
    public string Meaning { get; }

    /// <summary>What the user can do, one sentence.</summary>
    public string Advice { get; }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
