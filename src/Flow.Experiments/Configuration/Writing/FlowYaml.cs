using Flow.Experiments.Configuration.Reading;

namespace Flow.Experiments.Configuration.Writing;

/// <summary>Writes the sections `flow` and `train`.</summary>
internal static class FlowYaml
{
    public static void Write(YamlText yaml, FlowConfig config) => yaml.Mapping("flow", () =>
    {
        yaml.Pair("solver", config.Solver);
        yaml.Pair("rtol", config.Rtol);
        yaml.Pair("atol", config.Atol);
        yaml.Pair("tEnd", config.TEnd);
        yaml.Mapping("samples", () => WriteSamples(yaml, config.Samples));
        yaml.Pair("step", config.Step);
        yaml.Pair("controller", config.Controller is { } controller ? EnumName.Of(controller) : null);
        yaml.Pair("order", config.Order);
        yaml.Pair("mode", config.Mode is { } mode ? EnumName.Of(mode) : null);
        yaml.Pair("maxStep", config.MaxStep);
        yaml.Pair("maxSteps", config.MaxSteps);
        yaml.Pair("maxSeconds", config.MaxSeconds);
        yaml.Pair("checkpointSeconds", config.CheckpointSeconds);
        yaml.Pair("certify", config.Certify);
        WriteStop(yaml, config.Stop);
    });

    public static void Write(YamlText yaml, TrainConfig config) => yaml.Mapping("train", () =>
    {
        yaml.Pair("algorithm", config.Algorithm);
        yaml.Pair("learningRate", config.LearningRate);
        yaml.Pair("momentum", config.Momentum);
        yaml.Pair("nesterov", config.Nesterov);
        yaml.Mapping("schedule", () => WriteSchedule(yaml, config.Schedule));
        yaml.Pair("batchSize", config.BatchSize);
        yaml.Pair("sampling", EnumName.Of(config.Sampling));
        yaml.Pair("shuffle", config.Shuffle);
        yaml.Pair("epochs", config.Epochs);
        yaml.Pair("steps", config.Steps);
        yaml.Pair("seed", config.Seed);
        yaml.Mapping("samples", () =>
        {
            if (config.Samples.Kind == SampleKind.List)
            {
                yaml.List("steps", config.Samples.Steps);
            }
            else
            {
                yaml.Pair("kind", EnumName.Of(config.Samples.Kind));
                yaml.Pair("count", config.Samples.Count);
            }
        });
    });

    private static void WriteSamples(YamlText yaml, FlowSamples samples)
    {
        if (samples.Kind == SampleKind.List)
        {
            yaml.List("times", samples.Times);
        }
        else
        {
            yaml.Pair("kind", EnumName.Of(samples.Kind));
            yaml.Pair("count", samples.Count);
        }

        if (samples.Kind == SampleKind.Log)
        {
            yaml.Pair("first", samples.First);
        }

        yaml.Pair("exact", samples.Exact);
    }

    private static void WriteStop(YamlText yaml, StopConfig? stop)
    {
        if (stop is null or { Expression: not null })
        {
            yaml.Pair("stop", stop?.Expression);
            return;
        }

        yaml.Mapping("stop", () =>
        {
            yaml.Pair("gradNorm", stop.GradNorm);
            yaml.Pair("loss", stop.Loss);
        });
    }

    private static void WriteSchedule(YamlText yaml, ScheduleConfig schedule)
    {
        yaml.Pair("kind", EnumName.Of(schedule.Kind));
        switch (schedule.Kind)
        {
            case ScheduleKind.Step:
                yaml.Pair("every", schedule.Every);
                yaml.Pair("factor", schedule.Factor);
                break;
            case ScheduleKind.Cosine:
                yaml.Pair("final", schedule.Final);
                break;
            case ScheduleKind.Warmup:
                yaml.Pair("steps", schedule.Steps);
                break;
        }
    }
}
