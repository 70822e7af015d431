namespace Flow.Experiments.Configuration.Reading;

/// <summary>Reads the section `train`.</summary>
internal static class TrainSection
{
    /// <summary>The names of the step z+ = retract(z + eta F(z)), which needs spheres to retract to.</summary>
    private static readonly string[] Projected = ["projected", "nmgd"];

    public static TrainConfig Read(Section file, ModelConfig model, ReadingContext context)
    {
        Section section = file.Child(
            "train", "algorithm", "learningRate", "momentum", "nesterov", "schedule", "batchSize", "sampling",
            "shuffle", "epochs", "steps", "seed", "samples");
        string algorithm = ReadAlgorithm(section, model, context);
        (long? epochs, long? steps) = ReadLength(section);
        double momentum = section.Number("momentum", TrainConfig.DefaultMomentum, NumberRange.BelowOne);
        bool nesterov = section.Flag("nesterov", TrainConfig.DefaultNesterov);
        if (nesterov && momentum == 0)
        {
            throw section.Error(
                "nesterov", "train.nesterov needs momentum, which is 0", "write momentum: 0.9 or nesterov: false");
        }

        if (algorithm == TrainConfig.HalpernAlgorithm && momentum > 0)
        {
            throw section.Error(
                "momentum", "train.momentum contradicts algorithm halpern, which has none", "write momentum: 0");
        }

        SamplingKind sampling = ReadSampling(section, algorithm, model);
        return new TrainConfig
        {
            Algorithm = algorithm,
            LearningRate = section.Number("learningRate", TrainConfig.DefaultLearningRate, NumberRange.Positive),
            Momentum = momentum,
            Nesterov = nesterov,
            Schedule = ReadSchedule(section),
            BatchSize = ReadBatchSize(section, algorithm),
            Sampling = sampling,
            Shuffle = section.Flag("shuffle", TrainConfig.DefaultShuffle),
            Epochs = epochs,
            Steps = steps,
            Seed = section.Seed(TrainConfig.DefaultSeed),
            Samples = ReadSamples(section, steps),
        };
    }

    private static string ReadAlgorithm(Section section, ModelConfig model, ReadingContext context)
    {
        string algorithm = section.OneOf("algorithm", TrainConfig.DefaultAlgorithm, context.Names.Algorithms);
        return Projected.Contains(algorithm) && model.Parametrization != "lagrange"
            ? throw section.Error(
                "algorithm", $"train.algorithm {algorithm} needs spheres, which parametrization "
                + $"{model.Parametrization} does not have", "write algorithm: sgd or parametrization: lagrange")
            : algorithm;
    }

    private static SamplingKind ReadSampling(Section section, string algorithm, ModelConfig model)
    {
        SamplingKind sampling = section.Choice("sampling", SamplingKind.WithoutReplacement);
        if (sampling != SamplingKind.WithoutReplacement && algorithm == TrainConfig.FullBatchAlgorithm)
        {
            throw section.Error(
                "sampling",
                $"train.sampling {EnumName.Of(sampling)} contradicts algorithm gd, which uses all samples",
                "write algorithm: sgd or remove it");
        }

        if (sampling != SamplingKind.WithoutReplacement && !section.Flag("shuffle", true))
        {
            throw section.Error(
                "shuffle", $"train.shuffle false contradicts sampling {EnumName.Of(sampling)}, which is random",
                "remove it or write sampling: without-replacement");
        }

        return sampling == SamplingKind.GaussianNoise && model.Layers.Any(static layer => layer is BatchNormConfig)
            ? throw section.Error(
                "sampling", "train.sampling gaussian-noise needs gradients of single samples, which batch norm couples",
                "write sampling: with-replacement or remove the batch-norm layers")
            : sampling;
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
        if (algorithm == TrainConfig.FullBatchAlgorithm)
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
