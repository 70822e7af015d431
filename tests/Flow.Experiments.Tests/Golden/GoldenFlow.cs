using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Flow.Experiments.Configuration;
using Flow.Experiments.Running;

namespace Flow.Experiments.Tests.Golden;

/// <summary>A flow of reference/trajectories.json and what it must pass through.</summary>
internal sealed record GoldenFlow
{
    [JsonPropertyName("name")]
    public required string Name { get; init; }

    [JsonPropertyName("data")]
    public required string Data { get; init; }

    [JsonPropertyName("shapes")]
    public required int[][] Shapes { get; init; }

    [JsonPropertyName("activation")]
    public required string Activation { get; init; }

    [JsonPropertyName("loss")]
    public required string Loss { get; init; }

    [JsonPropertyName("weightDecay")]
    public required double WeightDecay { get; init; }

    [JsonPropertyName("rho0")]
    public required double InitialRho { get; init; }

    [JsonPropertyName("points")]
    public required GoldenPoint[] Points { get; init; }

    /// <summary>The flows; none where the file is absent.</summary>
    public static IReadOnlyList<GoldenFlow> All()
    {
        if (RepositoryFiles.FindShared("reference/trajectories.json") is not { } path)
        {
            return [];
        }

        using var document = JsonDocument.Parse(File.ReadAllText(path));
        return document.RootElement.GetProperty("trajectories").Deserialize<GoldenFlow[]>()!;
    }

    /// <summary>The experiment up to a time, sampled at the golden times.</summary>
    public Experiment Assemble(
        string solver, double endTime, bool exact, double rtol = 1e-9, bool certify = false)
    {
        var times = Points.Select(static p => p.Time).Where(t => t <= endTime);
        var widths = string.Join(", ", Shapes.SkipLast(1).Select(static shape => shape[0]));
        var limit = Data.StartsWith("first 60 rows", StringComparison.Ordinal) ? ", limit: 60" : string.Empty;
        var yaml = string.Create(CultureInfo.InvariantCulture, $$"""
            name: {{Name}}
            data: {source: optdigits, classes: [3, 8], normalize: unit{{limit}}}
            model:
              widths: [{{widths}}]
              activation: {{GoldenCase.ActivationName(Activation)}}
              loss: {{Loss}}
              weightDecay: {lambda: {{WeightDecay}}, on: rho}
            initialization: {kind: sine, rho: {{InitialRho}}}
            flow:
              solver: {{solver}}
              rtol: {{rtol}}
              atol: {{1e-3 * rtol}}
              certify: {{(certify ? "true" : "false")}}
              tEnd: {{endTime}}
              samples: {times: [{{string.Join(", ", times)}}], exact: {{(exact ? "true" : "false")}}}
            observables: [loss, rho, raw_margin, mean_abs_f]
            backend: {kind: cpu, threads: 1}
            """);
        return Experiment.Assemble(ConfigReader.ReadText(yaml, $"{Name}.yaml", RepositoryFiles.Root, Catalogs.Names));
    }
}
