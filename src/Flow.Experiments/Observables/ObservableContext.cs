using Flow.Experiments.Data;
using Flow.Networks.Derivation;

namespace Flow.Experiments.Observables;

/// <summary>What decides which observables a run has.</summary>
/// <param name="System">The derived system.</param>
/// <param name="Data">The data.</param>
/// <param name="CountsKinks">Whether the run counts kink crossings.</param>
/// <param name="IsDiscrete">Whether the run is discrete training.</param>
public sealed record ObservableContext(FlowSystem System, Dataset Data, bool CountsKinks, bool IsDiscrete = false)
{
    /// <summary>Whether the run's solver tracks the stiffness.</summary>
    public bool TracksStiffness { get; init; }

    /// <summary>Whether the run's solver integrates through kinks.</summary>
    public bool IntegratesKinks { get; init; }
}
