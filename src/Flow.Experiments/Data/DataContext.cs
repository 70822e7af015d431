using Flow.Experiments.Configuration;

namespace Flow.Experiments.Data;

/// <summary>What loading needs besides the section `data`.</summary>
/// <param name="Positions">Where the keys of the experiment file stand, for messages.</param>
/// <param name="Activation">Gives the function z to h(z) that the text of an activation means.</param>
public sealed record DataContext(ConfigPositions Positions, Func<string, Func<double, double>> Activation);
