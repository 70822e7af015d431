using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Flow.Experiments.Configuration;
using Flow.Experiments.Running;

namespace Flow.Experiments.Tests.Golden;

/// <summary>A case of reference/gradients.json: a network at its sine weights and the numbers it must give.</summary>
internal sealed record GoldenCase
{
    [JsonPropertyName("name")]
    public required string Name { get; init; }

    [JsonPropertyName("form")]
    public required string Form { get; init; }

    [JsonPropertyName("data")]
    public required string Data { get; init; }

    [JsonPropertyName("shapes")]
    public required int[][] Shapes { get; init; }

    [JsonPropertyName("activation")]
    public required string Activation { get; init; }

    [JsonPropertyName("loss")]
    public required string Loss { get; init; }

    [JsonPropertyName("weightDecay")]
    public double WeightDecay { get; init; }

    [JsonPropertyName("rho")]
    public double Rho { get; init; }

    [JsonPropertyName("scale")]
    public double Scale { get; init; }

    [JsonPropertyName("options")]
    public JsonElement Options { get; init; }

    [JsonPropertyName("g")]
    public double[]? G { get; init; }

    [JsonPropertyName("lossMean")]
    public double? LossMean { get; init; }

    [JsonPropertyName("objective")]
    public double? Objective { get; init; }

    [JsonPropertyName("f")]
    public GoldenVector? F { get; init; }

    [JsonPropertyName("rhoDot")]
    public double? RhoDot { get; init; }

    [JsonPropertyName("nu")]
    public double[]? Nu { get; init; }

    [JsonPropertyName("VDot")]
    public GoldenVector[]? VDot { get; init; }

    [JsonPropertyName("WDot")]
    public GoldenVector[]? WDot { get; init; }

    [JsonPropertyName("radial")]
    public double[]? Radial { get; init; }

    [JsonPropertyName("gDot")]
    public double[]? GDot { get; init; }

    [JsonPropertyName("vDot")]
    public GoldenVector[]? LayerDirectionDot { get; init; }

    [JsonPropertyName("vDotRadial")]
    public double[]? LayerDirectionDotRadial { get; init; }

    [JsonPropertyName("learningRate")]
    public double LearningRate { get; init; }

    [JsonPropertyName("momentum")]
    public double Momentum { get; init; }

    [JsonPropertyName("batch")]
    public int Batch { get; init; }

    [JsonPropertyName("steps")]
    public int Steps { get; init; }

    [JsonPropertyName("log")]
    public GoldenStep[] Log { get; init; } = [];

    public bool IsLagrange => Form == "lagrange";

    public bool IsWeightNorm => Form == "weightnorm";

    private bool IsDense => Shapes.All(static shape => shape.Length == 2);

    public bool HasBatchNorm => Options.ValueKind == JsonValueKind.Object && Options.TryGetProperty("bn", out _);

    /// <summary>The cases of all parametrizations; none where the file is absent.</summary>
    public static IReadOnlyList<GoldenCase> Flows() => [.. All().Where(static c => c.Form is not "sgd")];

    /// <summary>The cases of discrete training; none where the file is absent.</summary>
    public static IReadOnlyList<GoldenCase> Training() => [.. All().Where(static c => c.Form is "sgd")];

    private static GoldenCase[] All()
    {
        if (RepositoryFiles.FindShared("reference/gradients.json") is not { } path)
        {
            return [];
        }

        using var document = JsonDocument.Parse(File.ReadAllText(path));
        return document.RootElement.GetProperty("cases").Deserialize<GoldenCase[]>()!;
    }

    /// <summary>The experiment assembled from the text of an experiment file.</summary>
    public Experiment Assemble() => Experiment.Assemble(
        ConfigReader.ReadText(Yaml(), $"{Name}.yaml", RepositoryFiles.Root, Catalogs.Names));

    private string Yaml()
    {
        var data = Data.Contains("10 classes", StringComparison.Ordinal)
            ? "{source: optdigits, targets: one-hot, normalize: unit}"
            : "{source: optdigits, classes: [3, 8], normalize: unit}";
        var scales = string.Join(", ", (G ?? []).Select(static g => Text($"{g}")));
        var (parametrization, on, start) = IsLagrange
            ? ("lagrange", "rho", Text($"rho: {Rho}"))
            : IsWeightNorm ? ("weight-norm", "layers", Text($"norm: {Scale}, g: [{scales}]"))
            : ("unconstrained", "layers", Text($"norm: {Scale}"));
        return Text($$"""
            name: {{Name}}
            data: {{data}}
            model:
              {{LayersYaml()}}
              loss: {{Loss}}
              output: {{Shapes[^1][0]}}
              parametrization: {{parametrization}}
              weightDecay: {lambda: {{WeightDecay}}, on: {{on}}}
            initialization: {kind: sine, {{start}}}
            {{TrainYaml()}}
            """);
    }

    /// <summary>Batches in the order of the file, every step of the log recorded.</summary>
    private string TrainYaml() => Form is not "sgd" ? string.Empty : Text($$"""
        train:
          algorithm: sgd
          learningRate: {{LearningRate}}
          momentum: {{Momentum}}
          batchSize: {{Batch}}
          shuffle: false
          steps: {{Steps}}
          samples: {steps: [{{string.Join(", ", Log.Select(static step => step.Step))}}]}
        """);

    /// <summary>Batch norm stands between a dense layer and its activation; kernels are 3 x 3, stride 2.</summary>
    private string LayersYaml()
    {
        if (!IsDense)
        {
            var kernels = Shapes.Where(static shape => shape.Length == 4).Select(shape =>
                $"{{conv: {{channels: {shape[0]}, kernel: {shape[2]}, stride: 2, padding: 1}}}}, "
                + $"{{activation: {ActivationName(Activation)}}}");
            return $"layers: [{string.Join(", ", kernels)}, flatten: {{}}]";
        }

        var widths = Shapes.SkipLast(1).Select(static shape => shape[0]);
        var activation = ActivationName(Activation);
        if (!HasBatchNorm)
        {
            return $"widths: [{string.Join(", ", widths)}]\n  activation: {activation}";
        }

        var epsilon = Text($"{Options.GetProperty("eps").GetDouble()}");
        var layers = widths.Select(width =>
            $"{{dense: {{units: {width}}}}}, {{batch-norm: {{epsilon: {epsilon}}}}}, {{activation: {activation}}}");
        return $"layers: [{string.Join(", ", layers)}]";
    }

    /// <summary>swish50 is swish(50).</summary>
    internal static string ActivationName(string name)
    {
        var letters = name.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
        return letters.Length == name.Length ? name : $"{letters}({name[letters.Length..]})";
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
