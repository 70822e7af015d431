using Flow.Backends;
using Flow.Experiments.Configuration;
using Flow.Networks.Parametrizations;
using FsCheck;
using FsCheck.Fluent;

namespace Flow.Experiments.Tests.Configuration;

/// <summary>Random valid configurations, in the form in which the reader gives them.</summary>
internal static class ConfigGenerator
{
    private static readonly Gen<double> Positive =
        ArbMap.Default.GeneratorFor<NormalFloat>().Select(number => Math.Abs(number.Get) + 1e-300);

    private static readonly Gen<double> Unit = Gen.Choose(1, 999_999_999).Select(i => i / 1e9);

    private static readonly Gen<long> Seed = Gen.Choose(0, int.MaxValue).Select(i => (long)i * 4_000_000_007 / 7);

    private static readonly Gen<bool> Coin = Gen.Elements(true, false);

    private static readonly Gen<int> Size = Gen.Choose(1, 5000);

    private static readonly Gen<string> Text =
        Gen.Elements("true", "5", "null", "a: b", "x #y", " lead", "ü", "'", "\"q\"", "- a", "[1]", "plain", "~");

    public static Gen<ExperimentConfig> Configs(string file) =>
        from name in Text
        from model in Models()
        from data in DataSections(file)
        from initialization in Initializations(file, model)
        from flow in Flows()
        from train in Trains(model)
        from rates in Positive.NonEmptyListOf()
        from seeds in Size
        from modified in Gen.Elements(true, false)
        from observables in Gen.SubListOf("loss", "rho", "margin")
        from backend in Backends()
        from output in Outputs()
        select new ExperimentConfig
        {
            Name = name,
            Data = data,
            Model = model,
            Initialization = initialization,
            Flow = flow,
            Train = train,
            Compare = new CompareConfig { LearningRates = new(rates), Seeds = seeds, ModifiedFlow = modified },
            Observables = new(observables),
            Backend = backend,
            Output = output,
        };

    private static Gen<DataConfig> DataSections(string file) =>
        from source in Gen.Elements("optdigits", "csv", "idx", "cifar10", "gaussian", "teacher")
        from seed in Seed
        from classes in Gen.Choose(-9, 9).ListOf().Select(labels => labels.Distinct().ToArray())
        from normalize in Gen.Elements(Enum.GetValues<Normalization>())
        from limit in Size.OrNull()
        from noise in Unit
        from choice in Gen.Choose(0, 2)
        from size in Size
        let synthetic = source is "gaussian" or "teacher"
        let named = synthetic || classes.Length < 2 ? [] : classes
        let files = source switch { "csv" => 1, "idx" => 2, "cifar10" => 1 + (size % 2), _ => 0 }
        let plusMinus = (synthetic || named.Length == 2) && choice > 0
        select new DataConfig
        {
            Source = source,
            Files = new(Enumerable.Repeat(file, files)),
            Count = synthetic ? size : DataConfig.DefaultCount,
            Dimension = synthetic ? 6 : DataConfig.DefaultDimension,
            Seed = seed,
            Teacher = source == "teacher"
                ? new TeacherConfig { Widths = [size, 3], Activation = "swish(50)", Noise = noise }
                : null,
            Classes = new(named),
            Targets = plusMinus ? TargetKind.PlusMinus : TargetKind.OneHot,
            Normalize = normalize,
            Limit = limit,
            Shape = choice == 0 ? new InputShape(1, 2, 3) : null,
            LabelNoise = noise,
            Test = choice switch
            {
                0 => null,
                1 when files > 0 => new TestConfig { Files = new(Enumerable.Repeat(file, files)) },
                _ => new TestConfig { Fraction = noise, Seed = seed },
            },
        };

    private static Gen<ModelConfig> Models() =>
        from layers in Layers().ListOf()
        from bias in Coin
        from loss in Gen.Elements("square", "(u - y)^2")
        from parametrization in Gen.Elements("lagrange", "unconstrained", "weight-norm")
        from lambda in Positive
        from target in Gen.Elements(Enum.GetValues<DecayTarget>())
        from all in Coin
        select new ModelConfig
        {
            Layers = new(layers),
            Bias = bias,
            Loss = loss,
            Parametrization = parametrization,
            WeightDecay = new WeightDecayConfig { Lambda = lambda, On = target, DecayAll = all },
        };

    private static Gen<LayerConfig> Layers() =>
        from size in Size
        from small in Gen.Choose(0, 4)
        from real in Positive
        from flag in Coin
        from layer in Gen.Elements<LayerConfig>(
            new DenseConfig { Units = size }, new ActivationConfig { Function = "z*sigmoid(50*z)" },
            new BatchNormConfig { Epsilon = real, Affine = flag }, new FlattenConfig(),
            new ConvConfig { Channels = size, Kernel = small + 1, Stride = small + 1, Padding = small },
            new AveragePoolConfig { Kernel = small + 1, Stride = size },
            new ResidualConfig
            {
                Layers = [new DenseConfig { Units = size }, new ResidualConfig { Layers = [new FlattenConfig()] }],
            })
        select layer;

    private static Gen<InitializationConfig> Initializations(string file, ModelConfig model) =>
        from kind in Gen.Elements(Enum.GetValues<InitializationKind>())
        from norm in Positive
        from rho in Positive
        from seed in Seed
        from scales in Coin
        let fromFile = kind == InitializationKind.File
        select new InitializationConfig
        {
            Kind = kind,
            Path = fromFile ? file : null,
            Norm = fromFile || model.Parametrization == "lagrange" ? 1 : norm,
            Rho = !fromFile && model.Parametrization == "lagrange" ? rho : 1,
            G = !fromFile && scales && model.Parametrization == "weight-norm"
                ? new(Enumerable.Repeat(-norm, model.WeightLayerCount))
                : [],
            Seed = seed,
            Coefficients = kind == InitializationKind.Sine
                ? new SineCoefficients { A = -norm, B = rho, C = 0 }
                : new SineCoefficients(),
        };

    private static Gen<FlowConfig> Flows() =>
        from end in Positive
        from tolerance in Unit
        from samples in Gen.Elements(Enum.GetValues<SampleKind>())
        from exact in Coin
        from count in Gen.Choose(3, 1_000_000)
        from step in Positive.Select(value => (double?)value).OrNullValue()
        from stop in Gen.Choose(0, 4)
        from momentum in Unit
        from modified in Gen.Choose(0, 2)
        select new FlowConfig
        {
            Modified = modified == 0
                ? null
                : new() { LearningRate = end, Momentum = momentum, Nesterov = modified == 2 && momentum > 0 },
            Solver = "tsit5",
            Rtol = tolerance,
            Atol = end,
            TEnd = end,
            Step = step,
            MaxStep = step ?? double.PositiveInfinity,
            MaxSteps = count,
            MaxSeconds = end,
            CheckpointSeconds = tolerance,
            Samples = samples switch
            {
                SampleKind.Linear => new FlowSamples { Count = count, Exact = exact },
                SampleKind.Log => new FlowSamples { Kind = samples, Count = count, First = end / 3, Exact = exact },
                _ => new FlowSamples { Kind = samples, Count = 0, Times = [0, end / 2, end], Exact = exact },
            },
            Stop = stop switch
            {
                0 => null,
                1 => new StopConfig { Expression = "margin_min > 0.1" },
                2 => new StopConfig { GradNorm = end },
                3 => new StopConfig { Loss = tolerance },
                _ => new StopConfig { GradNorm = tolerance, Loss = end },
            },
        };

    private static Gen<TrainConfig> Trains(ModelConfig model) =>
        from rate in Positive
        from momentum in Unit
        from nesterov in Coin
        from kind in Gen.Elements(Enum.GetValues<ScheduleKind>())
        from batch in Size.OrNull()
        from shuffle in Coin
        from length in Gen.Choose(1, int.MaxValue).Select(i => (long)i)
        from steps in Coin
        from seed in Seed
        from samples in Gen.Elements(Enum.GetValues<SampleKind>())
        from sampling in Gen.Elements(SamplingKind.WithoutReplacement, SamplingKind.WithReplacement)
        let small = model.Parametrization == "lagrange" ? "nmgd" : "halpern"
        let algorithm = batch is null ? "gd" : nesterov ? "sgd" : small
        select new TrainConfig
        {
            Algorithm = algorithm,
            LearningRate = rate,
            Momentum = algorithm == "halpern" ? 0 : momentum,
            Nesterov = nesterov,
            Sampling = batch is null ? SamplingKind.WithoutReplacement : sampling,
            Schedule = kind switch
            {
                ScheduleKind.Step => new ScheduleConfig { Kind = kind, Every = length, Factor = momentum },
                ScheduleKind.Cosine => new ScheduleConfig { Kind = kind, Final = momentum },
                ScheduleKind.Warmup => new ScheduleConfig { Kind = kind, Steps = length },
                _ => new ScheduleConfig(),
            },
            BatchSize = batch,
            Shuffle = shuffle || sampling == SamplingKind.WithReplacement,
            Epochs = steps ? null : length,
            Steps = steps ? length : null,
            Seed = seed,
            Samples = samples == SampleKind.List
                ? new TrainSamples { Kind = samples, Count = 0, Steps = [0, length] }
                : new TrainSamples { Kind = samples, Count = 77 },
        };

    private static Gen<BackendConfig> Backends() =>
        from kind in Gen.Elements("cpu", "cuda")
        from threads in Gen.Choose(1, 64).OrNull()
        from precision in Gen.Elements(Enum.GetValues<Precision>())
        select new BackendConfig { Kind = kind, Threads = threads, Precision = precision };

    private static Gen<OutputConfig> Outputs() =>
        from directory in Text
        from report in Coin
        from weights in Gen.Elements(Enum.GetValues<WeightOutput>())
        select new OutputConfig { Directory = directory, Report = report, Weights = weights };

    private static Gen<int?> OrNull(this Gen<int> generator) =>
        generator.Select(value => (int?)value).OrNullValue();

    private static Gen<T?> OrNullValue<T>(this Gen<T?> generator)
        where T : struct =>
        Gen.OneOf(generator, Gen.Constant((T?)null));
}
