using System.Text.Json;
using Flow.Experiments.Analyzing;
using Flow.Experiments.Configuration;
using Flow.Experiments.Configuration.Reading;
using Flow.Experiments.Outputs;

namespace Flow.Experiments.Reporting;

/// <summary>What a run directory holds; a part is null where the run did not write it.</summary>
public sealed record RunFiles
{
    /// <summary>The name of the directory.</summary>
    public required string Name { get; init; }

    /// <summary>config.yaml.</summary>
    public required string Config { get; init; }

    /// <summary>summary.json.</summary>
    public RunSummary? Summary { get; init; }

    /// <summary>analysis.json.</summary>
    public AnalysisResult? Analysis { get; init; }

    /// <summary>trajectory.csv, of a run that goes on as far as it is.</summary>
    public CsvTable? Trajectory { get; init; }

    /// <summary>sliding.csv.</summary>
    public CsvTable? Sliding { get; init; }

    /// <summary>training.csv, of a run that goes on as far as it is.</summary>
    public CsvTable? Training { get; init; }

    /// <summary>comparison.csv.</summary>
    public CsvTable? Comparison { get; init; }

    /// <summary>spectrum.csv.</summary>
    public CsvTable? Spectrum { get; init; }

    /// <summary>Reads a run directory.</summary>
    /// <param name="directory">The directory.</param>
    /// <exception cref="ConfigurationException">It is none, or a file in it is not what a run writes.</exception>
    public static RunFiles Read(string directory)
    {
        string In(string name) => Path.Combine(directory, name);
        if (!File.Exists(In("config.yaml")))
        {
            throw new ConfigurationException(
                new SourcePosition(directory, 1, 1), "this is no run directory: it has no config.yaml",
                "name the directory of a run, such as runs/digits-3-vs-8");
        }

        return new()
        {
            Name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory))),
            Config = Text(In("config.yaml")),
            Summary = Json<RunSummary>(In("summary.json")),
            Analysis = Json<AnalysisResult>(In("analysis.json")),
            Trajectory = Table(In("trajectory.csv")),
            Sliding = Table(In("sliding.csv")),
            Training = Table(In("training.csv")),
            Comparison = Table(In("comparison.csv")),
            Spectrum = Table(In("spectrum.csv")),
        };
    }

    private static string Text(string path)
    {
        using var reader = new StreamReader(InputFile.Open(path));
        return reader.ReadToEnd();
    }

    private static T? Json<T>(string path)
        where T : class
    {
        try
        {
            return File.Exists(path) ? JsonFile.FromText<T>(Text(path)) : null;
        }
        catch (JsonException misfit)
        {
            var (line, column) = ((int)(misfit.LineNumber ?? 0) + 1, (int)(misfit.BytePositionInLine ?? 0) + 1);
            throw new ConfigurationException(
                new SourcePosition(path, line, column), "the file is not what this version of the program writes",
                "carry the run out again");
        }
    }

    private static CsvTable? Table(string path)
    {
        var partial = CsvTableWriter.PartialName(path);
        return File.Exists(path) ? CsvTable.Read(path)
            : File.Exists(partial) && new FileInfo(partial).Length > 0 ? CsvTable.Read(partial, unfinished: true)
            : null;
    }
}
