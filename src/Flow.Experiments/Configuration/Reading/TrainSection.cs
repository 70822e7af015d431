namespace Flow.Experiments.Configuration.Reading;

/// <summary>Reads the section `train`.</summary>
internal static class TrainSection
{
    /// <summary>The algorithm that always uses all samples.</summary>
    private const string FullBatch = "gd";

    public static TrainConfig Read(Section file, ReadingContext context)
    {
        Section section = file.Child(
            "train", "algorithm", "learningRate", "momentum", "nesterov", "schedule", "batchSize", "shuffle", "epochs",
            "steps", "seed", "samples");
        string algorithm = section.OneOf("algorithm", TrainConfig.DefaultAlgorithm, context.Names.Algorithms);
        (long? epochs, long? steps) = ReadLength(section);
        double momentum = section.Number("momentum", TrainConfig.DefaultMomentum, NumberRange.BelowOne);
        bool nesterov = section.Flag("nesterov", TrainConfig.DefaultNesterov);
        if (nesterov && momentum == 0)
        {
            throw section.Error(
                "nesterov", "train.nesterov needs momentum, which is 0", "write momentum: 0.9 or nesterov: false");
        }

        return new TrainConfig
        {
            Algorithm = algorithm,
            LearningRate = section.Number("learningRate", TrainConfig.DefaultLearningRate, NumberRange.Positive),
            Momentum = momentum,
            Nesterov = nesterov,
            Schedule = ReadSchedule(section),
            BatchSize = ReadBatchSize(section, algorithm),
            Shuffle = section.Flag("shuffle", TrainConfig.DefaultShuffle),
            Epochs = epochs,
            Steps = steps,
            Seed = section.Seed(TrainConfig.DefaultSeed),
            Samples = ReadSamples(section, steps),
        };
    }

    private static (long? Epochs, long? Steps) ReadLength(Section section)
    {
        long? epochs = section.OptionalLong("epochs", 1);
        long? steps = section.OptionalLong("steps", 1);
        return (epochs, steps) switch
        {
            (not null, not null) => throw section.Error(
                "steps", "train has both epochs and steps", "keep one of the two"),
            (null, null) => (TrainConfig.DefaultEpochs, null),
            _ => (epochs, steps),
        };
    }

    private static int? ReadBatchSize(Section section, string algorithm)
    {
        if (algorithm == FullBatch)
        {
            section.RefuseKey(
                "batchSize", "contradicts algorithm gd, which uses all samples", "write algorithm: sgd or remove it");
            return null;
        }

        return section.Node("batchSize") is null
            ? TrainConfig.DefaultBatchSize
            : section.OptionalInteger("batchSize", 1);
    }

    private static ScheduleConfig ReadSchedule(Section section)
    {
        Section schedule = section.Child("schedule", "kind", "every", "factor", "final", "steps");
        ScheduleKind kind = schedule.Choice("kind", ScheduleKind.Constant);
        RefuseUnless(schedule, kind == ScheduleKind.Step, "every", "step");
        RefuseUnless(schedule, kind == ScheduleKind.Step, "factor", "step");
        RefuseUnless(schedule, kind == ScheduleKind.Cosine, "final", "cosine");
        RefuseUnless(schedule, kind == ScheduleKind.Warmup, "steps", "warmup");
        return new ScheduleConfig
        {
            Kind = kind,
            Every = kind == ScheduleKind.Step ? Required(schedule, "every") : 0,
            Factor = schedule.Number("factor", ScheduleConfig.DefaultFactor, NumberRange.UpToOne),
            Final = schedule.Number("final", ScheduleConfig.DefaultFinal, NumberRange.ClosedUnit),
            Steps = kind == ScheduleKind.Warmup ? Required(schedule, "steps") : 0,
        };
    }

    private static void RefuseUnless(Section schedule, bool suits, string key, string kind)
    {
        if (!suits)
        {
            schedule.RefuseKey(key, $"belongs to kind {kind}", $"write kind: {kind} or remove the key");
        }
    }

    private static long Required(Section section, string key) => section.Has(key)
        ? section.Long(key, 0, 1)
        : throw section.MissingKey(key, "write a whole number of steps >= 1");

    private static TrainSamples ReadSamples(Section section, long? total)
    {
        Section samples = section.Child("samples", "kind", "count", "steps");
        if (!samples.Has("steps"))
        {
            return new TrainSamples
            {
                Kind = SampleSpacing.Read(samples, SampleKind.Log),
                Count = samples.Integer("count", TrainSamples.DefaultCount, 3, FlowSection.LargestSampleCount),
            };
        }

        samples.RefuseKey("kind", "contradicts a list of steps", "keep either steps: [..] or kind with count");
        samples.RefuseKey("count", "contradicts a list of steps", "keep either steps: [..] or kind with count");
        string name = samples.Name("steps");
        ValueList<long> steps = samples.List("steps", [], (node, path) => Values.Integer(node, path, 0, long.MaxValue));
        Values.RequireAscending(samples.Node("steps")!, name, [.. steps.Select(step => (double)step)]);
        return steps.Count == 0 || total is null || steps[^1] <= total
            ? new TrainSamples { Kind = SampleKind.List, Count = 0, Steps = steps }
            : throw samples.Error("steps", $"{name} goes to {steps[^1]}, beyond train.steps {total}", "raise them");
    }
}
