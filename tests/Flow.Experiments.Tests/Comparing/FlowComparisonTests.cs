using Flow.Experiments.Comparing;
using Flow.Experiments.Configuration;
using Flow.Experiments.Outputs;
using Flow.Experiments.Running;
using Flow.Experiments.Training;

namespace Flow.Experiments.Tests.Comparing;

/// <summary>The flow against discrete steps at equal times.</summary>
public class FlowComparisonTests
{
    private const string Descent = "{algorithm: gd}";

    [Theory]
    [InlineData("{widths: [6], activation: tanh, parametrization: unconstrained, weightDecay: 0.01}", Descent)]
    [InlineData("{widths: [6], activation: tanh, parametrization: lagrange, weightDecay: 0.01}", Descent)]
    [InlineData("{widths: [6], activation: tanh, parametrization: weight-norm}", Descent)]
    [InlineData("{widths: [6], activation: tanh, parametrization: unconstrained}", "{algorithm: gd, momentum: 0.5}")]
    [InlineData(
        "{widths: [6], activation: tanh, parametrization: lagrange}",
        "{algorithm: gd, momentum: 0.5, nesterov: true}")]
    public void Distance_from_the_flow_is_proportional_to_the_learning_rate(string model, string train)
    {
        using var directory = new TemporaryDirectory();

        var result = new FlowComparison(Assemble(model, train), directory.File("run")).Run();

        Assert.InRange(result.Slopes["distance"], 0.93, 1.07);
        Assert.Equal([0.02, 0.01, 0.005], result.Runs.Select(static run => run.LearningRate));
        foreach (var run in result.Runs)
        {
            Assert.Equal(2, run.Time, 1e-12);
            Assert.InRange(run.Final["nearest_distance"], 0, run.Final["distance"]);
            Assert.InRange(run.Final["relative_distance"], 1e-5, 0.05);
            Assert.InRange(run.Final["distance"], 1e-6, run.LargestDistance);
        }
    }

    [Fact]
    public void Tables_hold_equal_times_and_differences_of_the_same_observables()
    {
        using var directory = new TemporaryDirectory();
        var experiment = Assemble(
            "{widths: [6], activation: tanh, parametrization: lagrange}", "{batchSize: 6, seed: 4}", "seeds: 2");

        var result = new FlowComparison(experiment, directory.File("run")).Run();

        var flow = Table(directory, "trajectory.csv");
        var training = Table(directory, "training.csv");
        var comparison = Table(directory, "comparison.csv");
        Assert.Equal(6, result.Runs.Count);
        Assert.Equal([4.0, 5.0], comparison.Column("seed").Distinct());
        Assert.Equal(comparison.Column("step"), training.Column("step"));
        Assert.Equal(comparison.Column("learning_rate"), training.Column("run_rate"));
        Assert.Equal(comparison.Column("seed"), training.Column("run_seed"));
        var times = flow.Column("t").ToList();
        foreach (var name in new[] { "rho", "loss", "margin_min", "norm_1", "nu_2" })
        {
            for (var row = 0; row < comparison.Column("t").Length; row++)
            {
                var ofFlow = flow.Column(name)[times.IndexOf(comparison.Column("t")[row])];
                var expected = training.Column(name)[row] - ofFlow;
                Assert.Equal(expected, comparison.Column($"difference_{name}")[row]);
            }
        }

        Assert.True(File.Exists(Path.Combine(directory.File("run"), "summary.json")));
        Assert.True(File.Exists(Path.Combine(directory.File("run"), "config.yaml")));
    }

    [Fact]
    public void Deterministic_steps_run_once_for_each_rate()
    {
        using var directory = new TemporaryDirectory();
        const string model = "{widths: [6], activation: tanh}";

        Assert.Equal(1, new FlowComparison(Assemble(model, Descent), directory.File("a")).Seeds);
        Assert.Equal(1, new FlowComparison(Assemble(model, "{batchSize: 24}"), directory.File("a")).Seeds);
        Assert.Equal(
            1, new FlowComparison(Assemble(model, "{batchSize: 5, shuffle: false}"), directory.File("a")).Seeds);
        Assert.Equal(5, new FlowComparison(Assemble(model, "{batchSize: 5}"), directory.File("a")).Seeds);
    }

    [Fact]
    public void Rate_at_which_training_diverges_keeps_its_rows_and_stays_out_of_the_slope()
    {
        using var directory = new TemporaryDirectory();
        var experiment = Assemble(
            "{widths: [6], activation: tanh, parametrization: unconstrained}", Descent,
            "learningRates: [4, 0.2, 0.1]", 1_000);

        var result = new FlowComparison(experiment, directory.File("run")).Run();

        Assert.Equal(TrainingStatus.Diverged, result.Runs[0].Status);
        Assert.All(result.Runs.Skip(1), static run => Assert.Equal(TrainingStatus.EndReached, run.Status));
        Assert.True(double.IsFinite(result.Slopes["distance"]));
        Assert.Contains(4.0, Table(directory, "comparison.csv").Column("learning_rate"));
    }

    [Fact]
    public void Cancelled_comparison_writes_what_it_has()
    {
        using var directory = new TemporaryDirectory();
        using var source = new CancellationTokenSource();
        source.Cancel();

        var result = new FlowComparison(
            Assemble("{widths: [6], activation: tanh}", Descent), directory.File("run")).Run(source.Token);

        Assert.True(result.IsCancelled);
        Assert.Empty(result.Runs);
        Assert.True(File.Exists(Path.Combine(directory.File("run"), "summary.json")));
    }

    [Theory]
    [InlineData("{schedule: {kind: cosine}}", "seeds: 1", "needs a constant schedule; write schedule: {kind: const")]
    [InlineData("{algorithm: halpern}", "seeds: 1", "pulls its steps away from the flow")]
    [InlineData("{}", "learningRates: [0.1, 3]", "learning rate 3 takes no step before flow.tEnd 2; write a smaller")]
    [InlineData("{batchSize: 99}", "seeds: 1", "train.batchSize is 99, but there are 24 training samples")]
    public void Comparison_that_cannot_be_is_refused_with_its_position(string train, string compare, string expected)
    {
        using var directory = new TemporaryDirectory();
        var experiment = Assemble("{widths: [6], activation: tanh}", train, compare);

        var error = Assert.Throws<ConfigurationException>(() => new FlowComparison(experiment, directory.File("run")));

        Assert.Matches(@"^small\.yaml:[56]:\d+: ", error.Message);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(directory.File("run")));
    }

    private static CsvTable Table(TemporaryDirectory directory, string name) =>
        CsvTable.Read(Path.Combine(directory.File("run"), name));

    private static Experiment Assemble(
        string model, string train, string compare = "learningRates: [0.02, 0.01, 0.005]", double end = 2)
    {
        var rates = compare.Contains("learningRates", StringComparison.Ordinal) ? string.Empty
            : "learningRates: [0.02, 0.01, 0.005], ";
        var yaml = string.Create(System.Globalization.CultureInfo.InvariantCulture, $$"""
            name: small
            data: {source: gaussian, count: 24, dimension: 5, seed: 1}
            model: {{model}}
            initialization: {seed: 2}
            train: {{train}}
            compare: { {{rates}}{{compare}} }
            flow: {solver: dopri5, rtol: 1e-8, atol: 1e-11, tEnd: {{end}}, samples: {kind: linear, count: 5} }
            backend: {kind: cpu, threads: 1}
            """);
        return Experiment.Assemble(ConfigReader.ReadText(yaml, "small.yaml", RepositoryFiles.Root, Catalogs.Names));
    }
}
