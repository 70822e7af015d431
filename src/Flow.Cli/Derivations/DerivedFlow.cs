using Flow.Experiments.Configuration;
using Flow.Networks.Derivation;

namespace Flow.Cli.Derivations;

/// <summary>What is printed: a flow, and the discrete steps whose modified flow is meant.</summary>
/// <param name="System">The derived system.</param>
/// <param name="Steps">The steps; null for the flow itself.</param>
internal sealed record DerivedFlow(FlowSystem System, ModifiedConfig? Steps)
{
    /// <summary>The equations of the modified flow; null for the flow itself.</summary>
    public ModifiedEquations? Modified { get; } = Steps is null ? null : new(System);

    /// <summary>Where kappa and the start of the modified flow come from.</summary>
    public StepExpansion Expansion => new(Steps!.Momentum > 0, Steps.Nesterov);
}
