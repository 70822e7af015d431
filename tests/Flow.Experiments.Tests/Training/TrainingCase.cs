using Flow.Backends;
using Flow.Experiments.Configuration;
using Flow.Experiments.Running;
using Flow.Experiments.Training;
using Flow.Integrators.Spaces;

namespace Flow.Experiments.Tests.Training;

/// <summary>A small experiment with discrete training, run without a directory so that steps can be seen.</summary>
internal sealed class TrainingCase : IDisposable
{
    public const string Gaussian = "{source: gaussian, count: 24, dimension: 5, seed: 1}";

    private readonly FlowPlans _plans;

    public TrainingCase(string model, string train, string data = Gaussian, string start = "{seed: 2}")
    {
        Experiment = Assemble(model, train, data, start);
        Setup = TrainingSetup.For(Experiment);
        _plans = new(Experiment.System, BackendCatalog.Make("cpu"), new(Precision.Float64, 1));
    }

    public Experiment Experiment { get; }

    public TrainingSetup Setup { get; }

    public FlowPlans Plans => _plans;

    /// <summary>Trains and gives each recorded state.</summary>
    public List<(TrainingPoint Point, double[] State)> Run()
    {
        var points = new List<(TrainingPoint, double[])>();
        var outcome = Setup.Loop(_plans).Run(
            Experiment.InitialState,
            Setup.Train.Samples.StepsFor(Setup.Steps),
            point => points.Add((point, [.. ((ArrayVector)point.State).Values])),
            CancellationToken.None);
        Assert.Equal(TrainingStatus.EndReached, outcome.Status);
        return points;
    }

    /// <summary>The block of the state with a name.</summary>
    public double[] Block(double[] state, string name)
    {
        var block = Setup.Space.Layout.Blocks[Setup.Space.Layout.IndexOf(name)];
        return state.AsSpan(block.Offset, block.Length).ToArray();
    }

    public static Experiment Assemble(string model, string train, string data = Gaussian, string start = "{seed: 2}")
    {
        var yaml = $$"""
            name: small
            data: {{data}}
            model: {{model}}
            initialization: {{start}}
            train: {{train}}
            flow: {solver: euler, step: 0.05, tEnd: 1, samples: {kind: linear, count: 3} }
            backend: {kind: cpu, threads: 1}
            """;
        return Experiment.Assemble(ConfigReader.ReadText(yaml, "small.yaml", RepositoryFiles.Root, Catalogs.Names));
    }

    public void Dispose() => _plans.Dispose();
}
