namespace Flow.Experiments.Configuration;

/// <summary>How labels become the targets y that the loss sees.</summary>
public enum TargetKind
{
    /// <summary>One output: +1 for the first class, -1 for the second.</summary>
    PlusMinus,

    /// <summary>One output per class: 1 at the class of the sample, 0 elsewhere.</summary>
    OneHot,

    /// <summary>Real numbers, the raw outputs of a teacher network.</summary>
    Values,
}
