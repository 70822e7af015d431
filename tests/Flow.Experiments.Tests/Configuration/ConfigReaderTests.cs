using Flow.Backends;
using Flow.Experiments.Configuration;
using Flow.Integrators.StepControl;
using Flow.Networks.Parametrizations;

namespace Flow.Experiments.Tests.Configuration;

public class ConfigReaderTests
{
    private const string Minimal = "data: {source: optdigits, classes: [3, 8]}\nmodel: {widths: [32, 16]}\n";

    public static TheoryData<string> Examples()
    {
        var names = new TheoryData<string>();
        foreach (string file in Directory.EnumerateFiles(Path.Combine(RepositoryFiles.Root, "examples"), "*.yaml"))
        {
            names.Add(Path.GetFileName(file));
        }

        return names;
    }

    [Fact]
    public void Reader_fills_defaults_when_only_data_and_model_are_given()
    {
        ExperimentConfig config = Read(Minimal);

        Assert.Equal("run", config.Name);
        Assert.Equal(TargetKind.PlusMinus, config.Data.Targets);
        Assert.Equal(
            new ValueList<LayerConfig>(
            [
                new DenseConfig { Units = 32 }, new ActivationConfig { Function = "relu" },
                new DenseConfig { Units = 16 }, new ActivationConfig { Function = "relu" },
            ]),
            config.Model.Layers);
        Assert.Equal(3, config.Model.WeightLayerCount);
        Assert.Equal(new FlowConfig(), config.Flow);
        Assert.Equal(new TrainConfig(), config.Train);
        Assert.Equal(new InitializationConfig(), config.Initialization);
        Assert.Equal("runs/run", config.Output.Directory);
        Assert.Empty(config.Observables);
    }

    [Fact]
    public void Reader_reads_every_key_of_the_contract()
    {
        ExperimentConfig config = Read("""
            name: digits-3-vs-8
            data:
              source: optdigits
              classes: [3, 8]
              targets: plus-minus
              normalize: unit
              limit: 357
              shape: [1, 8, 8]
              labelNoise: 0.25
              seed: 4
              test: {fraction: 0.2, seed: 7}
            model:
              layers:
                - dense: {units: 32}
                - activation: relu
                - batch-norm: {epsilon: 0.5, affine: true}
                - conv: {channels: 32, kernel: 3, stride: 2, padding: 1}
                - flatten: {}
              output: 1
              bias: true
              loss: exponential
              parametrization: weight-norm
              weightDecay: {lambda: 0.01, on: rho, decayAll: true}
            initialization: {kind: sine, norm: 2.0, g: [1, 2, 3], seed: 9, coefficients: {a: 0.5}}
            flow:
              solver: dopri5
              rtol: 1e-3
              atol: 1e-5
              tEnd: 7
              samples: {kind: log, first: 1e-3, count: 11, exact: true}
              step: 0.01
              controller: predictive
              maxStep: 0.5
              maxSteps: 1000
              maxSeconds: 3.5
              checkpointSeconds: 5
              stop: {gradNorm: 1e-8, loss: 0.1}
            train:
              algorithm: sgd
              learningRate: 0.3
              momentum: 0.9
              nesterov: true
              schedule: {kind: step, every: 10, factor: 0.5}
              batchSize: 7
              shuffle: false
              steps: 50
              seed: 3
              samples: {steps: [0, 5, 50]}
            compare: {learningRates: [0.2, 0.1], seeds: 2}
            observables: [loss, rho]
            backend: {kind: cpu, threads: 2, precision: float32}
            output: {directory: out, report: false, weights: samples}
            """);

        Assert.Equal(new InputShape(1, 8, 8), config.Data.Shape);
        Assert.Equal((0.25, 4L, 357), (config.Data.LabelNoise, config.Data.Seed, config.Data.Limit));
        Assert.Equal(new TestConfig { Fraction = 0.2, Seed = 7 }, config.Data.Test);
        Assert.Equal(new BatchNormConfig { Epsilon = 0.5, Affine = true }, config.Model.Layers[2]);
        Assert.Equal(new ConvConfig { Channels = 32, Kernel = 3, Stride = 2, Padding = 1 }, config.Model.Layers[3]);
        Assert.Equal(
            new WeightDecayConfig { Lambda = 0.01, On = DecayTarget.Rho, DecayAll = true }, config.Model.WeightDecay);
        Assert.Equal(new ValueList<double>([1, 2, 3]), config.Initialization.G);
        Assert.Equal(new SineCoefficients { A = 0.5 }, config.Initialization.Coefficients);
        Assert.Equal(
            new FlowConfig
            {
                Solver = "dopri5",
                Rtol = 1e-3,
                Atol = 1e-5,
                TEnd = 7,
                Step = 0.01,
                Controller = StepControllerKind.Predictive,
                MaxStep = 0.5,
                MaxSteps = 1000,
                MaxSeconds = 3.5,
                CheckpointSeconds = 5,
                Stop = new StopConfig { GradNorm = 1e-8, Loss = 0.1 },
                Samples = new FlowSamples { Kind = SampleKind.Log, First = 1e-3, Count = 11, Exact = true },
            },
            config.Flow);
        Assert.Equal(
            new TrainConfig
            {
                LearningRate = 0.3,
                Momentum = 0.9,
                Nesterov = true,
                BatchSize = 7,
                Shuffle = false,
                Epochs = null,
                Steps = 50,
                Seed = 3,
                Schedule = new ScheduleConfig { Kind = ScheduleKind.Step, Every = 10, Factor = 0.5 },
                Samples = new TrainSamples { Kind = SampleKind.List, Count = 0, Steps = [0, 5, 50] },
            },
            config.Train);
        Assert.Equal(new BackendConfig { Threads = 2, Precision = Precision.Float32 }, config.Backend);
        Assert.Equal(
            new OutputConfig { Directory = "out", Report = false, Weights = WeightOutput.Samples }, config.Output);
    }

    [Theory]
    [InlineData("lagrange", DecayTarget.Rho)]
    [InlineData("unconstrained", DecayTarget.Layers)]
    [InlineData("weight-norm", DecayTarget.Layers)]
    public void Bare_weight_decay_means_the_natural_target_of_the_parametrization(string name, DecayTarget target)
    {
        ModelConfig model = Read(
            $"data: {{}}\nmodel: {{widths: [4], parametrization: {name}, weightDecay: 0.5}}").Model;

        Assert.Equal(new WeightDecayConfig { Lambda = 0.5, On = target }, model.WeightDecay);
    }

    [Fact]
    public void Anchors_and_merge_keys_are_resolved_when_a_file_uses_them()
    {
        ExperimentConfig config = Read("""
            data: {source: optdigits}
            model:
              layers: [dense: &d {units: 5}, dense: *d]
            train: {schedule: {kind: constant}, samples: &s {kind: linear, count: 9}}
            flow: {samples: {<<: *s, count: 8}}
            """);

        Assert.Equal(2, config.Model.Layers.OfType<DenseConfig>().Count(layer => layer.Units == 5));
        Assert.Equal(new FlowSamples { Count = 8 }, config.Flow.Samples);
    }

    [Fact]
    public void Overrides_replace_create_and_reach_into_lists()
    {
        ExperimentConfig config = Read(
            Minimal, "flow.tEnd=7", "flow.stop=loss < 1e-3", "model.widths=[4, 5]", "model.widths.1=6",
            "model.weightDecay=0.5", "model.weightDecay.on=layers", "output.report=false", "data.limit=10",
            "data.limit=null", "name=again=and");

        Assert.Equal(7, config.Flow.TEnd);
        Assert.Equal("loss < 1e-3", config.Flow.Stop!.Expression);
        Assert.Equal([4, 6], config.Model.Layers.OfType<DenseConfig>().Select(layer => layer.Units));
        Assert.Equal(new WeightDecayConfig { Lambda = 0.5, On = DecayTarget.Layers }, config.Model.WeightDecay);
        Assert.False(config.Output.Report);
        Assert.Null(config.Data.Limit);
        Assert.Equal("again=and", config.Name);
    }

    [Fact]
    public void Positions_point_at_the_value_or_the_nearest_key_around_it()
    {
        ConfigDocument document = ConfigReader.ReadText(
            Minimal, "run.yaml", Path.GetTempPath(), TestCatalogs.Names, ["flow.tEnd=3"]);

        Assert.Equal("run.yaml:1:37", document.Positions.At("data.classes.0").ToString());
        Assert.Equal("run.yaml:2:8", document.Positions.At("model.loss").ToString());
        Assert.Equal("--set flow.tEnd=3", document.Positions.At("flow.tEnd").ToString());
        Assert.Equal("run.yaml:1:1", document.Positions.At("compare.seeds").ToString());
    }

    [Fact]
    public void Paths_are_relative_to_the_directory_of_the_file()
    {
        using var directory = new TemporaryDirectory();
        directory.Write("numbers.csv", "1,0\n2,1\n");
        string file = directory.Write("run.yaml", "data: {source: csv, path: numbers.csv}\nmodel: {widths: []}\n");

        ExperimentConfig config = ConfigReader.ReadFile(file, TestCatalogs.Names).Config;

        Assert.Equal([directory.File("numbers.csv")], config.Data.Files);
    }

    [Fact]
    public void Files_may_be_absent_when_an_old_run_is_only_looked_at()
    {
        ConfigDocument document = ConfigReader.ReadText(
            "data: {source: csv, path: gone.csv}\nmodel: {widths: []}", "run.yaml", "/data", TestCatalogs.Names,
            filesMustExist: false);

        Assert.Equal(["/data/gone.csv"], document.Config.Data.Files);
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void Example_is_valid_or_names_the_file_that_has_to_be_fetched(string name)
    {
        string path = Path.Combine(RepositoryFiles.Root, "examples", name);
        if (name.StartsWith("mnist", StringComparison.Ordinal))
        {
            var failure = Assert.Throws<ConfigurationException>(() => ConfigReader.ReadFile(path, TestCatalogs.Names));
            Assert.Matches("data.path.images: the file '.*' does not exist", failure.Problem);
            return;
        }

        ExperimentConfig config = ConfigReader.ReadFile(path, TestCatalogs.Names).Config;
        Assert.Equal(Path.GetFileNameWithoutExtension(name), config.Name);
    }

    private static ExperimentConfig Read(string text, params string[] overrides) =>
        ConfigReader.ReadText(text, "run.yaml", Path.GetTempPath(), TestCatalogs.Names, overrides).Config;
}
