using Flow.Integrators.Nonsmooth;
using Flow.Integrators.StepControl;

namespace Flow.Experiments.Configuration.Reading;

/// <summary>Reads the section `flow`.</summary>
internal static class FlowSection
{
    /// <summary>More recorded samples than this is a typing error.</summary>
    public const int LargestSampleCount = 10_000_000;

    public static FlowConfig Read(Section file, ReadingContext context)
    {
        Section section = file.Child(
            "flow", "solver", "rtol", "atol", "tEnd", "samples", "step", "controller", "order", "mode",
            "maxStep", "maxSteps", "maxSeconds", "checkpointSeconds", "certify", "stop");
        double tEnd = section.Number("tEnd", FlowConfig.DefaultTEnd, NumberRange.Positive);
        return new FlowConfig
        {
            Solver = section.OneOf("solver", FlowConfig.DefaultSolver, context.Names.Solvers),
            Rtol = section.Number("rtol", FlowConfig.DefaultRtol, NumberRange.RelativeTolerance),
            Atol = section.Number("atol", FlowConfig.DefaultAtol, NumberRange.Positive),
            TEnd = tEnd,
            Samples = ReadSamples(section, tEnd),
            Step = section.OptionalNumber("step", NumberRange.Positive),
            Controller = section.Has("controller")
                ? section.Choice("controller", StepControllerKind.Pi)
                : null,
            Order = section.OptionalInteger("order", 2, 3),
            Mode = section.Has("mode") ? section.Choice("mode", PredictorMode.Pec) : null,
            MaxStep = section.Number("maxStep", FlowConfig.DefaultMaxStep, NumberRange.PositiveOrInfinite),
            MaxSteps = section.Long("maxSteps", FlowConfig.DefaultMaxSteps, 1),
            MaxSeconds = section.Number("maxSeconds", FlowConfig.DefaultMaxSeconds, NumberRange.PositiveOrInfinite),
            CheckpointSeconds = section.Number(
                "checkpointSeconds", FlowConfig.DefaultCheckpointSeconds, NumberRange.NonNegativeOrInfinite),
            Certify = section.Flag("certify", false),
            Stop = section.Has("stop") ? ReadStop(section, context) : null,
        };
    }

    private static FlowSamples ReadSamples(Section section, double tEnd)
    {
        Section samples = section.Child("samples", "kind", "count", "first", "times", "exact");
        bool exact = samples.Flag("exact", false);
        if (samples.Has("times"))
        {
            return ReadTimes(samples, tEnd) with { Exact = exact };
        }

        SampleKind kind = SampleSpacing.Read(samples, SampleKind.Linear);
        if (kind != SampleKind.Log)
        {
            samples.RefuseKey("first", "means nothing for kind linear", "write kind: log or remove it");
        }

        double first = kind == SampleKind.Log ? ReadFirst(samples, tEnd) : 0;
        return new FlowSamples
        {
            Kind = kind,
            Count = samples.Integer(
                "count", FlowSamples.DefaultCount, kind == SampleKind.Log ? 3 : 2, LargestSampleCount),
            First = first,
            Exact = exact,
        };
    }

    private static double ReadFirst(Section samples, double tEnd)
    {
        double fallback = Math.Min(FlowSamples.DefaultFirst, tEnd / 2);
        double first = samples.Number("first", fallback, NumberRange.Positive);
        return first < tEnd
            ? first
            : throw samples.Error("first", $"{samples.Name("first")} {first} is not before tEnd {tEnd}", "write less");
    }

    private static FlowSamples ReadTimes(Section samples, double tEnd)
    {
        foreach (string key in (string[])["kind", "count", "first"])
        {
            samples.RefuseKey(key, "contradicts a list of times", "keep either times: [..] or kind with count");
        }

        string name = samples.Name("times");
        ValueList<double> times = samples.List(
            "times", [], (node, path) => Values.Number(node, path, NumberRange.NonNegative));
        if (times.Count == 0)
        {
            throw samples.Error("times", $"{name} is an empty list", "write e.g. [0, 1, 10]");
        }

        Values.RequireAscending(samples.Node("times")!, name, times);
        return times[^1] <= tEnd
            ? new FlowSamples { Kind = SampleKind.List, Count = 0, Times = times }
            : throw samples.Error("times", $"{name} goes to {times[^1]}, beyond tEnd {tEnd}", "raise flow.tEnd");
    }

    private static StopConfig ReadStop(Section section, ReadingContext context)
    {
        if (section.Node("stop") is ScalarNode)
        {
            return new StopConfig { Expression = section.Checked("stop", string.Empty, context.Names.StopError) };
        }

        Section stop = section.Child("stop", "gradNorm", "loss");
        double? gradNorm = stop.OptionalNumber("gradNorm", NumberRange.NonNegative);
        double? loss = stop.OptionalNumber("loss", NumberRange.NonNegative);
        return gradNorm is null && loss is null
            ? throw section.Error("stop", "flow.stop has no condition", "write {gradNorm: 1e-8} or {loss: 1e-6}")
            : new StopConfig { GradNorm = gradNorm, Loss = loss };
    }
}
