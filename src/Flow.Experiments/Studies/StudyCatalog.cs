namespace Flow.Experiments.Studies;

/// <summary>The studies there are.</summary>
public static class StudyCatalog
{
    /// <summary>One line for each study.</summary>
    public static IReadOnlyList<Study> All { get; } =
    [
        VanishingDecay.Study,
        BatchNormFlow.Study,
        BatchNormSteps.Study,
        BatchNormDecay.Study,
        LagrangeSpectrum.Study,
    ];
}
