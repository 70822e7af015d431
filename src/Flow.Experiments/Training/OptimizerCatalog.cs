using Flow.Experiments.Configuration;
using Flow.Experiments.Training.Updates;
using Flow.Integrators.Spaces;

namespace Flow.Experiments.Training;

/// <summary>The algorithms of discrete training; with `lagrange` each of them ends a step by V_k/||V_k||.</summary>
public static class OptimizerCatalog
{
    private const string Batch = "a batch";

    /// <summary>One line for each algorithm.</summary>
    public static IReadOnlyList<OptimizerEntry> All { get; } =
    [
        new(
            TrainConfig.FullBatchAlgorithm, "z+ = z + eta F(z), F the right-hand side of the flow on all samples.",
            "all", WithMomentum),
        new("sgd", "z+ = z + eta F_B(z), F_B the right-hand side on a batch of B samples.", Batch, WithMomentum),
        new(
            "projected", "z+ = retract(z + eta F_B(z)), V_k back to norm 1 after each step; for lagrange.",
            Batch, WithMomentum),
        new("nmgd", "Another name of projected.", Batch, WithMomentum),
        new(
            TrainConfig.HalpernAlgorithm,
            "z+ = (1 - s_t)(z + eta F_B(z)), s_t = 1/(t + 2), retracted with lagrange: tends to small norms.",
            Batch, static (space, _) => new HalpernUpdate(space)),
    ];

    /// <summary>The algorithm of a name.</summary>
    /// <param name="name">A name of the catalog.</param>
    /// <exception cref="ArgumentException">There is no such algorithm.</exception>
    public static OptimizerEntry Find(string name) => All.FirstOrDefault(entry => entry.Name == name)
        ?? throw new ArgumentException(
            $"'{name}' is no algorithm; known: {string.Join(", ", All.Select(static entry => entry.Name))}");

    private static UpdateRule WithMomentum(IVectorSpace space, TrainConfig config) =>
        config.Momentum == 0 ? new PlainUpdate(space)
        : config.Nesterov ? new NesterovUpdate(space, config.Momentum)
        : new HeavyBallUpdate(space, config.Momentum);
}
