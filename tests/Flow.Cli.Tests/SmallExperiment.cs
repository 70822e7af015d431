namespace Flow.Cli.Tests;

/// <summary>An experiment that runs in milliseconds, in a directory of its own.</summary>
internal sealed class SmallExperiment : IDisposable
{
    private const string Yaml = """
        name: small
        data: {source: gaussian, count: 6, dimension: 3, seed: 1}
        model:
          widths: [4]
          activation: relu
          loss: square
          weightDecay: 0.01
        flow: {solver: dopri5, rtol: 1e-4, atol: 1e-7, tEnd: 1, samples: {count: 5}}
        backend: {threads: 1}
        """;

    private readonly TemporaryDirectory _directory = new();

    public SmallExperiment() => File = _directory.Write("small.yaml", Yaml + "\n");

    /// <summary>The experiment file.</summary>
    public string File { get; }

    /// <summary>The run directory, absent until something is written.</summary>
    public string Run => _directory.File("run");

    /// <summary>The arguments of a verb with this experiment.</summary>
    public string[] Arguments(string verb, params string[] rest) =>
        [verb, File, "--set", $"output.directory={Run}", .. rest];

    public CommandRun Command(string verb, params string[] rest) => CommandRun.Of(Arguments(verb, rest));

    public void Dispose() => _directory.Dispose();
}
