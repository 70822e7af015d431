using Flow.Experiments.Configuration;
using Flow.Experiments.Training.Updates;
using Flow.Integrators.Spaces;

namespace Flow.Experiments.Training;

/// <summary>An algorithm that experiment files can name.</summary>
/// <param name="Name">The name.</param>
/// <param name="Purpose">One sentence with the formula.</param>
/// <param name="Samples">Which samples a step uses, in words.</param>
/// <param name="Make">Makes its rule for a space and the section `train`.</param>
public sealed record OptimizerEntry(
    string Name, string Purpose, string Samples, Func<IVectorSpace, TrainConfig, UpdateRule> Make);
