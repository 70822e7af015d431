using System.Text.Json;
using Flow.Experiments.Configuration;
using Flow.Experiments.Running;
using Flow.Experiments.Training;

namespace Flow.Experiments.Tests.Resuming;

/// <summary>A small experiment that is run in several pieces in one directory.</summary>
internal sealed class ResumeCase : IDisposable
{
    private const string Yaml = """
        name: small
        data: {source: gaussian, count: 12, dimension: 4, seed: 1}
        model: {widths: [5], activation: tanh, loss: square, weightDecay: 0.01}
        flow: {solver: dopri5, rtol: 1e-5, atol: 1e-8, tEnd: 6, samples: {count: 25}}
        train: {batchSize: 5, learningRate: 0.05, steps: 60, samples: {kind: linear, count: 21}}
        backend: {threads: 1}
        """;

    private readonly TemporaryDirectory _directory = new();

    public string Path(string run, string file = "") => System.IO.Path.Combine(_directory.File(run), file);

    public FlowRunResult Simulate(string run, bool resumes, params string[] overrides) =>
        Simulate(run, resumes, CancellationToken.None, overrides);

    public FlowRunResult Simulate(
        string run, bool resumes, CancellationToken cancellation, params string[] overrides) =>
        new FlowRun(Assemble(overrides), Path(run)) { Resumes = resumes }.Run(cancellation);

    public TrainingResult Train(string run, bool resumes, params string[] overrides) =>
        new TrainingRun(Assemble(overrides), Path(run)) { Resumes = resumes }.Run();

    public string[] Table(string run, string name = "trajectory.csv") => File.ReadAllLines(Path(run, name));

    /// <summary>The counts of a summary, all but the seconds, and its final values.</summary>
    public string Summary(string run)
    {
        using var summary = JsonDocument.Parse(File.ReadAllText(Path(run, "summary.json")));
        var counts = summary.RootElement.GetProperty("statistics").EnumerateObject()
            .Where(static count => count.Name != "seconds").Select(static count => count.ToString());
        return $"{string.Join(' ', counts)} {summary.RootElement.GetProperty("final")} "
            + summary.RootElement.GetProperty("status");
    }

    /// <summary>The bytes of all files of a run, by name.</summary>
    public Dictionary<string, string> Files(string run) => Directory.GetFiles(Path(run)).ToDictionary(
        static file => System.IO.Path.GetFileName(file), static file => Convert.ToHexString(File.ReadAllBytes(file)));

    /// <summary>A run is as the uninterrupted one, but for its running time.</summary>
    public void AssertSame(string whole, string parts, string table = "trajectory.csv")
    {
        Assert.Equal(Table(whole, table), Table(parts, table));
        Assert.Equal(Summary(whole), Summary(parts));
        Assert.Equal(
            File.ReadAllBytes(Path(whole, "weights-last.npz")), File.ReadAllBytes(Path(parts, "weights-last.npz")));
    }

    public void Dispose() => _directory.Dispose();

    private static Experiment Assemble(string[] overrides) => Experiment.Assemble(
        ConfigReader.ReadText(Yaml, "small.yaml", RepositoryFiles.Root, Catalogs.Names, overrides));
}
