using Flow.Experiments.Configuration;
using Flow.Experiments.Running;

namespace Flow.Benchmarks.Epochs;

/// <summary>A dense ReLU network trained by mini-batch SGD, the same for this program and its peers.</summary>
/// <param name="Name">The name.</param>
/// <param name="Widths">Inputs, hidden widths, outputs.</param>
/// <param name="Samples">The number of samples.</param>
/// <param name="Batch">The number of samples of a step.</param>
/// <param name="Arithmetic">float64 or float32.</param>
internal sealed record EpochCase(string Name, int[] Widths, int Samples, int Batch, string Arithmetic)
{
    /// <summary>Sizes of the digits and of MNIST's 3 and 8, whose values do not matter for the time.</summary>
    public static IEnumerable<EpochCase> All =>
    [
        new("digits 3 and 8, 64-32-32-1", [64, 32, 32, 1], 357, 32, "float64"),
        new("digits 3 and 8, 64-32-32-1", [64, 32, 32, 1], 357, 32, "float32"),
        new("MNIST 3 and 8, 784-256-256-1", [784, 256, 256, 1], 11982, 128, "float32"),
        new("MNIST 3 and 8, 784-256-256-1", [784, 256, 256, 1], 11982, 128, "float64"),
    ];

    /// <summary>The experiment.</summary>
    /// <param name="threads">The number of threads.</param>
    public Experiment Assemble(int threads) => Experiment.Assemble(ConfigReader.ReadText(
        $$"""
        name: epoch
        data: {source: gaussian, count: {{Samples}}, dimension: {{Widths[0]}}, seed: 1}
        model:
          widths: [{{string.Join(", ", Widths[1..^1])}}]
          activation: relu
          parametrization: unconstrained
          weightDecay: 5e-4
        train: {algorithm: sgd, learningRate: 1e-3, batchSize: {{Batch}}, epochs: 1}
        backend: {kind: cpu, threads: {{threads}}, precision: {{Arithmetic}}}
        """,
        "epoch.yaml",
        Directory.GetCurrentDirectory(),
        Catalogs.Names));
}
