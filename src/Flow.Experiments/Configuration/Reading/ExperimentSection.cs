using System.Text;
using Flow.Backends;

namespace Flow.Experiments.Configuration.Reading;

/// <summary>Reads the file as a whole.</summary>
internal static class ExperimentSection
{
    /// <summary>What the backends accept.</summary>
    private const int MostThreads = 256;

    /// <summary>What file systems accept as the name of a directory, in bytes.</summary>
    private const int LongestName = 255;

    public static ExperimentConfig Read(ConfigNode root, ReadingContext context)
    {
        Section file = Section.Open(
            root, string.Empty,
            "name", "data", "model", "initialization", "flow", "train", "compare", "observables", "backend", "output");
        string name = ReadName(file, context);
        ModelConfig model = ModelSection.Read(file, context);
        DataConfig data = DataSection.Read(file, context);
        CheckOutputs(file, model, data);
        return new ExperimentConfig
        {
            Name = name,
            Data = data,
            Model = model,
            Initialization = InitializationSection.Read(file, model, context),
            Flow = FlowSection.Read(file, context),
            Train = TrainSection.Read(file, model, context),
            Compare = ReadCompare(file),
            Observables = file.List(
                "observables", [], (node, path) => ReadObservable(node, path, context)),
            Backend = ReadBackend(file, context),
            Output = ReadOutput(file, name),
        };
    }

    private static string ReadName(Section file, ReadingContext context)
    {
        string fallback = Path.GetFileNameWithoutExtension(context.FileName);
        string name = file.Text("name", fallback.Length == 0 ? "experiment" : fallback);
        if (Encoding.UTF8.GetByteCount(name) > LongestName)
        {
            throw file.Error("name", "name is too long for a directory", $"use at most {LongestName} bytes");
        }

        return name.Any(c => c is '/' or '\\' || char.IsControl(c)) || name is "." or ".."
            ? throw file.Error("name", $"name '{name}' cannot name a directory", "use letters, digits, '-' and '_'")
            : name;
    }

    private static void CheckOutputs(Section file, ModelConfig model, DataConfig data)
    {
        int? wanted = data.Targets switch
        {
            TargetKind.PlusMinus => 1,
            TargetKind.OneHot when data.Classes.Count > 0 => data.Classes.Count,
            _ => null,
        };
        if (model.Output is { } output && wanted is { } targets && output != targets)
        {
            Section section = file.Child("model", ModelSection.Keys);
            throw section.Error(
                "output", $"model.output is {output}, but the targets have {targets} columns",
                $"write output: {targets} or remove the key");
        }
    }

    private static string ReadObservable(ConfigNode node, string path, ReadingContext context) =>
        node is ScalarNode { Text: "t" }
            ? throw new ConfigurationException(
                node.Position, $"{path} is t, which is the first column in any case", "leave it out")
            : Values.OneOf(node, path, context.Names.Observables);

    private static CompareConfig ReadCompare(Section file)
    {
        Section section = file.Child("compare", "learningRates", "seeds", "modifiedFlow");
        var rates = section.List(
            "learningRates", new CompareConfig().LearningRates,
            (node, path) => Values.Number(node, path, NumberRange.Positive));
        return new CompareConfig
        {
            LearningRates = rates.Count > 0
                ? rates
                : throw section.Error("learningRates", "compare.learningRates is an empty list", "write [0.1]"),
            Seeds = section.Integer("seeds", CompareConfig.DefaultSeeds, 1, 100_000),
            ModifiedFlow = section.Flag("modifiedFlow", CompareConfig.DefaultModifiedFlow),
        };
    }

    private static BackendConfig ReadBackend(Section file, ReadingContext context)
    {
        Section section = file.Child("backend", "kind", "threads", "precision");
        return new BackendConfig
        {
            Kind = section.OneOf("kind", BackendConfig.DefaultKind, context.Names.Backends),
            Threads = section.OptionalInteger("threads", 1, MostThreads),
            Precision = section.Choice("precision", Precision.Float64),
        };
    }

    private static OutputConfig ReadOutput(Section file, string name)
    {
        Section section = file.Child("output", "directory", "report", "weights");
        string directory = section.Text("directory", $"runs/{name}");
        return new OutputConfig
        {
            Directory = directory.Split('/').All(part => Encoding.UTF8.GetByteCount(part) <= LongestName)
                ? directory
                : throw section.Error(
                    "directory", "output.directory has a part that is too long", $"use at most {LongestName} bytes"),
            Report = section.Flag("report", OutputConfig.DefaultReport),
            Weights = section.Choice("weights", WeightOutput.Last),
        };
    }
}
