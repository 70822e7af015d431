using System.Text.Json;
using Flow.Experiments.Configuration;
using Flow.Experiments.Outputs;
using Flow.Experiments.Running;
using Flow.Experiments.Training;
using Flow.TestKit;

namespace Flow.Experiments.Tests.Training;

/// <summary>Training from the text of an experiment file to the files of a run directory.</summary>
public class TrainingRunTests
{
    private const string Model = "{widths: [6], activation: tanh, parametrization: unconstrained, weightDecay: 0.01}";

    private static readonly string[] Trained =
    [
        "{batchSize: 7, epochs: 5, momentum: 0.9}",
        "{batchSize: 7, epochs: 5, sampling: with-replacement}",
        "{batchSize: 7, epochs: 5, sampling: gaussian-noise, momentum: 0.5, nesterov: true}",
        "{algorithm: halpern, batchSize: 7, epochs: 5, schedule: {kind: cosine}}",
    ];

    public static TheoryData<string> Trainings() => [.. Trained];

    [Theory]
    [MemberData(nameof(Trainings))]
    public void Same_file_gives_the_same_bytes_for_any_number_of_threads_and_another_seed_others(string train)
    {
        using var directory = new TemporaryDirectory();

        var first = Bytes(train, 1, directory.File("a"));
        var again = Bytes(train, 1, directory.File("b"));
        var threads = Bytes(train, 2, directory.File("c"));
        var other = Bytes(train.Replace("{", "{seed: 9, ", StringComparison.Ordinal)
            .Replace("{seed: 9, kind", "{kind", StringComparison.Ordinal), 1, directory.File("d"));

        Assert.Equal(first, again);
        Assert.Equal(first, threads);
        Assert.NotEqual(first.Table, other.Table);
    }

    [Theory]
    [InlineData(Model)]
    [InlineData("{widths: [6], activation: tanh, parametrization: lagrange, weightDecay: 0.01}")]
    [InlineData("{widths: [6], activation: relu, parametrization: weight-norm, weightDecay: 0.01}")]
    public void Gradient_descent_is_the_euler_method_of_the_flow(string model)
    {
        using var directory = new TemporaryDirectory();
        var experiment = TrainingCase.Assemble(model, "{algorithm: gd, learningRate: 0.05, steps: 20}");

        var flow = new FlowRun(experiment, directory.File("flow")).Run();
        var trained = new TrainingRun(experiment, directory.File("train")).Run();

        Assert.Equal(1, trained.Outcome.Last.Time, 1e-12);
        foreach (var (name, value) in flow.Final.Where(static pair => pair.Key is not ("t" or "norm_defect")))
        {
            Assert.True(name == "kink_crossings" || Math.Abs(value - trained.Final[name]) <= 1e-12, name);
        }
    }

    [Fact]
    public void Batch_of_all_samples_is_gradient_descent_bit_for_bit()
    {
        using var directory = new TemporaryDirectory();

        var all = Bytes("{batchSize: 24, steps: 30}", 1, directory.File("a"));
        var descent = Bytes("{algorithm: gd, steps: 30}", 1, directory.File("b"));

        Assert.Equal(all.Weights, descent.Weights);
        Assert.Equal(all.Table, descent.Table);
    }

    [Fact]
    public void Table_has_steps_epochs_and_times_and_the_file_reads_back()
    {
        using var directory = new TemporaryDirectory();
        var experiment = TrainingCase.Assemble(
            Model, "{batchSize: 8, steps: 12, learningRate: 0.1, momentum: 0.5, samples: {steps: [3, 6]}}");

        var result = new TrainingRun(experiment, directory.File("run")).Run();

        var table = CsvTable.Read(Path.Combine(directory.File("run"), "training.csv"));
        Assert.Equal(["step", "epoch", "t", "rho", "loss", "objective"], table.Columns.Take(6));
        Assert.Equal([0, 3, 6, 12], table.Column("step"));
        Assert.Equal([0, 1, 2, 4], table.Column("epoch"));
        Assert.All(table.Column("t").Zip([0, 0.6, 1.2, 2.4]), static p => Assert.Equal(p.Second, p.First, 1e-14));
        Assert.True(double.IsNaN(table.Column("update_norm")[0]));
        Assert.All(table.Column("update_norm").Skip(1), static norm => Assert.InRange(norm, 1e-6, 1));
        Assert.Equal(result.Final["loss"], table.Column("loss")[^1]);
        var back = ConfigReader.ReadFile(Path.Combine(directory.File("run"), "config.yaml"), Catalogs.Names).Config;
        Assert.Equal(experiment.Config, back);
        using var summary = JsonDocument.Parse(File.ReadAllText(Path.Combine(directory.File("run"), "summary.json")));
        Assert.Equal("end-reached", summary.RootElement.GetProperty("status").GetString());
        Assert.Equal(12, summary.RootElement.GetProperty("statistics").GetProperty("rhsEvaluations").GetInt64());
    }

    [Fact]
    public void Schedule_sets_the_rates_and_the_time_is_their_sum()
    {
        using var small = new TrainingCase(
            Model, "{steps: 6, batchSize: 8, learningRate: 0.1, schedule: {kind: step, every: 2, factor: 0.5}, "
            + "samples: {steps: [1, 2, 3, 4, 5]}}");

        var points = small.Run();

        Assert.Equal([0.1, 0.1, 0.05, 0.05, 0.025, 0.025], points.Skip(1).Select(static p => p.Point.LearningRate));
        Assert.Equal(0.35, points[^1].Point.Time, 1e-15);
    }

    [Fact]
    public void Lagrange_steps_end_on_the_spheres_and_report_how_far_they_left_them()
    {
        using var small = new TrainingCase(
            "{widths: [6], activation: relu}", "{algorithm: nmgd, batchSize: 5, steps: 50, learningRate: 0.3}");

        var points = small.Run();

        foreach (var (point, state) in points.Skip(1))
        {
            Assert.True(point.NormDefect > 1e-8);
            Assert.Equal(1, small.Block(state, "V_1").Sum(static v => v * v), 1e-14);
            Assert.Equal(1, small.Block(state, "V_2").Sum(static v => v * v), 1e-14);
        }
    }

    [Fact]
    public void Weights_are_written_at_each_recorded_step()
    {
        using var directory = new TemporaryDirectory();
        var experiment = Assemble("{batchSize: 8, steps: 6, samples: {steps: [3]}}", 1, "{weights: samples}");

        new TrainingRun(experiment, directory.File("run")).Run();

        var last = NpzReader.Read(Path.Combine(directory.File("run"), "weights-last.npz"));
        Assert.Equal(["W_1", "W_2"], last.Select(static array => array.Name));
        for (var row = 0; row < 3; row++)
        {
            Assert.True(File.Exists(Path.Combine(directory.File("run"), $"weights-0000{row}.npz")));
        }

        Assert.Equal(
            last[0].Values, NpzReader.Read(Path.Combine(directory.File("run"), "weights-00002.npz"))[0].Values);
    }

    [Fact]
    public void Divergence_is_a_status_with_advice_and_leaves_finite_weights()
    {
        using var directory = new TemporaryDirectory();
        var model = Model.Replace("tanh", "relu", StringComparison.Ordinal);
        var experiment = TrainingCase.Assemble(model, "{learningRate: 1e9, steps: 100, batchSize: 8}");

        var result = new TrainingRun(experiment, directory.File("run")).Run();

        Assert.Equal(TrainingStatus.Diverged, result.Outcome.Status);
        Assert.Contains("smaller train.learningRate", result.Outcome.Report, StringComparison.Ordinal);
        Assert.StartsWith($"step {result.Outcome.Last.Step + 1}: ", result.Outcome.Report, StringComparison.Ordinal);
        var weights = NpzReader.Read(Path.Combine(directory.File("run"), "weights-last.npz"));
        Assert.All(weights, static array => Assert.All(array.Values, static v => Assert.True(double.IsFinite(v))));
        var steps = CsvTable.Read(Path.Combine(directory.File("run"), "training.csv")).Column("step");
        Assert.Equal(result.Outcome.Last.Step, steps[^1]);
        Assert.Equal(steps.Distinct(), steps);
    }

    [Fact]
    public void Cancelled_run_keeps_what_it_reached()
    {
        using var directory = new TemporaryDirectory();
        using var source = new CancellationTokenSource();
        var reports = new List<TrainingProgress>();
        var experiment = Assemble("{batchSize: 8, steps: 100000000, samples: {steps: [2]}}");
        var run = new TrainingRun(experiment, directory.File("a"))
        {
            Progress = new Relay(progress =>
            {
                reports.Add(progress);
                source.Cancel();
            }),
        };

        var result = run.Run(source.Token);

        Assert.Equal(TrainingStatus.Cancelled, result.Outcome.Status);
        var steps = CsvTable.Read(Path.Combine(directory.File("a"), "training.csv")).Column("step");
        Assert.Equal([0, 2, reports[0].Step], steps);
        Assert.True(File.Exists(Path.Combine(directory.File("a"), "weights-last.npz")));
    }

    [Fact]
    public void Unit_without_variance_in_a_batch_is_named()
    {
        using var directory = new TemporaryDirectory();
        var experiment = TrainingCase.Assemble(
            "{layers: [dense: {units: 3}, batch-norm: {epsilon: 0.0}], parametrization: unconstrained}",
            "{batchSize: 1, steps: 3}");

        var result = new TrainingRun(experiment, directory.File("run")).Run();

        Assert.Equal(TrainingStatus.Singular, result.Outcome.Status);
        Assert.Contains("unit 1 before the batch norm after layer 1", result.Outcome.Report, StringComparison.Ordinal);
        Assert.Contains("of the batch", result.Outcome.Report, StringComparison.Ordinal);
    }

    [Fact]
    public void Decay_on_layers_that_reaches_rho_zero_is_named()
    {
        using var directory = new TemporaryDirectory();
        var experiment = TrainingCase.Assemble(
            "{widths: [6], activation: tanh, weightDecay: {lambda: 1, on: layers}}",
            "{batchSize: 8, steps: 300, learningRate: 0.5}");

        var result = new TrainingRun(experiment, directory.File("run")).Run();

        Assert.Equal(TrainingStatus.Singular, result.Outcome.Status);
        Assert.Contains("rho reached 0", result.Outcome.Report, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "{batchSize: 25}",
        "5:20: train.batchSize is 25, but there are 24 training samples; write at most 24, or sampling: "
        + "with-replacement")]
    [InlineData(
        "{batchSize: 8, epochs: 1, samples: {steps: [4]}}",
        "5:51: train.samples.steps goes to 4, beyond the last step 3; raise train.epochs or leave the step out")]
    [InlineData(
        "{batchSize: 1, epochs: 9000000000000000000}",
        "5:31: train.epochs 9000000000000000000 makes more steps than can be counted; write fewer")]
    public void Section_that_does_not_fit_the_data_is_refused_with_its_position(string train, string expected)
    {
        using var directory = new TemporaryDirectory();
        var experiment = TrainingCase.Assemble(Model, train);

        var error = Assert.Throws<ConfigurationException>(() => new TrainingRun(experiment, directory.File("run")));

        Assert.Equal($"small.yaml:{expected}", error.Message);
        Assert.False(Directory.Exists(directory.File("run")));
    }

    [Fact]
    public void Default_batch_is_all_samples_where_there_are_fewer_and_draws_with_replacement_may_be_more()
    {
        Assert.Equal(24, TrainingSetup.For(TrainingCase.Assemble(Model, "{steps: 1}")).BatchSize);
        var more = TrainingCase.Assemble(Model, "{steps: 1, batchSize: 100, sampling: with-replacement}");
        Assert.Equal(100, TrainingSetup.For(more).BatchSize);
    }

    [Theory]
    [MemberData(nameof(Trainings))]
    public void Steps_allocate_nothing(string train)
    {
        using var small = new TrainingCase(Model, train);
        var loop = small.Setup.Loop(small.Plans);

        long Bytes(long steps) => AllocationCheck.Bytes(() => loop.Run(
            small.Experiment.InitialState, [steps], static _ => { }, CancellationToken.None));

        Assert.Equal(Bytes(10), Bytes(500));
    }

    private static (string Table, string Weights) Bytes(string train, int threads, string directory)
    {
        var result = new TrainingRun(Assemble(train, threads), directory).Run();
        Assert.Equal(TrainingStatus.EndReached, result.Outcome.Status);
        return (File.ReadAllText(Path.Combine(directory, "training.csv")),
            Convert.ToHexString(File.ReadAllBytes(Path.Combine(directory, "weights-last.npz"))));
    }

    private static Experiment Assemble(string train, int threads = 1, string output = "{}")
    {
        var text = ConfigWriter.Write(TrainingCase.Assemble(Model, train).Config);
        string[] overrides = [$"backend.threads={threads}", $"output={output}"];
        return Experiment.Assemble(ConfigReader.ReadText(text, "small.yaml", "/", Catalogs.Names, overrides));
    }

    private sealed class Relay(Action<TrainingProgress> report) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => report(value);
    }
}
