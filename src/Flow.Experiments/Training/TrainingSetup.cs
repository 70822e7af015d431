using System.Globalization;
using Flow.Experiments.Configuration;
using Flow.Experiments.Running;
using Flow.Experiments.Training.Sampling;
using Flow.Experiments.Training.Schedules;
using Flow.Integrators.Constraints;
using Flow.Integrators.Spaces;

namespace Flow.Experiments.Training;

/// <summary>A section `train` with what only the data decide: the size of a batch and the number of steps.</summary>
public sealed class TrainingSetup
{
    private readonly Experiment _experiment;

    private TrainingSetup(Experiment experiment, TrainConfig train, int batch, long steps)
    {
        _experiment = experiment;
        Train = train;
        BatchSize = batch;
        Steps = steps;
        Schedule = ScheduleCatalog.Make(train, steps);
        var names = experiment.System.State.Select(static variable => variable.Variable.Name);
        Space = new(new VectorLayout(names.Zip(StateVector.BlockLengths(experiment.System))));
        var spheres = experiment.System.State
            .Where(static variable => variable.HasUnitNorm).Select(static variable => variable.Variable.Name).ToList();
        Manifold = spheres.Count == 0 ? null : new SphereProduct(Space, spheres);
    }

    /// <summary>The section `train`, its batch size that of <see cref="BatchSize"/> (null for all samples).</summary>
    public TrainConfig Train { get; }

    /// <summary>B, the number of samples of a step.</summary>
    public int BatchSize { get; }

    /// <summary>The number of steps.</summary>
    public long Steps { get; }

    /// <summary>The learning rates.</summary>
    public LearningRateSchedule Schedule { get; }

    /// <summary>The space of the state.</summary>
    public ArraySpace Space { get; }

    /// <summary>The spheres that a step ends on; null where there are none.</summary>
    public SphereProduct? Manifold { get; }

    /// <summary>Epochs for each step, B/N.</summary>
    public double EpochsPerStep => (double)BatchSize / _experiment.Data.Count;

    /// <summary>Whether the seed changes the run.</summary>
    public bool IsRandom => Train.Sampling != SamplingKind.WithoutReplacement
        || (Train.Shuffle && BatchSize < _experiment.Data.Count);

    /// <summary>Checks the section against the data.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="train">The section; that of the experiment's file where absent.</param>
    /// <exception cref="ConfigurationException">Batch size, steps and data do not fit each other.</exception>
    public static TrainingSetup For(Experiment experiment, TrainConfig? train = null)
    {
        train ??= experiment.Config.Train;
        var (count, positions) = (experiment.Data.Count, experiment.Document.Positions);
        var batch = train.BatchSize ?? count;
        if (batch > count && train.Sampling == SamplingKind.WithoutReplacement)
        {
            batch = positions.IsWritten("train.batchSize")
                ? throw positions.Error(
                    "train.batchSize",
                    Text($"train.batchSize is {batch}, but there are {count} training samples"),
                    Text($"write at most {count}, or sampling: with-replacement"))
                : count;
        }

        var steps = StepsOf(train, count, batch, positions);
        if (train.Samples.Kind == SampleKind.List && train.Samples.Steps[^1] > steps)
        {
            throw positions.Error(
                "train.samples.steps",
                Text($"train.samples.steps goes to {train.Samples.Steps[^1]}, beyond the last step {steps}"),
                "raise train.epochs or leave the step out");
        }

        return new(experiment, train with { BatchSize = train.BatchSize is null ? null : batch }, batch, steps);
    }

    /// <summary>The loop for the experiment's network and data.</summary>
    /// <param name="plans">The flow's plans.</param>
    /// <param name="stepped">Called after each step.</param>
    /// <exception cref="Backends.Plans.PlanException">The backend cannot compile the network.</exception>
    public TrainingLoop Loop(FlowPlans plans, Action<long, double>? stepped = null) =>
        Loop(plans, stepped, null, null);

    /// <summary>The loop with checkpoints.</summary>
    internal TrainingLoop Loop(
        FlowPlans plans, Action<long, double>? stepped, Func<long, bool>? isDue, Action<TrainingPoint, byte[]>? keep)
    {
        var rule = OptimizerCatalog.Find(Train.Algorithm).Make(Space, Train);
        return new(Space, Source(plans), rule, Schedule, Manifold, Train.Momentum)
        {
            Stepped = stepped,
            IsDue = isDue,
            Keep = keep,
        };
    }

    private IVelocitySource Source(FlowPlans plans)
    {
        var count = _experiment.Data.Count;
        var sampling = SamplingCatalog.Find(Train.Sampling).Make(new(count, BatchSize, Train.Shuffle, Train.Seed));
        var source = new BatchVelocity(plans, _experiment, sampling)
        {
            Explain = _experiment.Model.Normalizations.IsEmpty
                ? null
                : (state, batch) => VanishingVariance.Find(_experiment.System, _experiment.Data, state, batch),
        };
        return Train.Sampling == SamplingKind.GaussianNoise
            ? new NoisyVelocity(source, plans, _experiment, Train, Space, Manifold)
            : source;
    }

    private static long StepsOf(TrainConfig train, int count, int batch, ConfigPositions positions)
    {
        if (train.Steps is { } steps)
        {
            return steps;
        }

        var exact = (((Int128)train.Epochs!.Value * count) + batch - 1) / batch;
        return exact <= long.MaxValue
            ? (long)exact
            : throw positions.Error(
                "train.epochs", Text($"train.epochs {train.Epochs} makes more steps than can be counted"),
                "write fewer");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
