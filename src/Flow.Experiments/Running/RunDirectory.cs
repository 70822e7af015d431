using System.Globalization;
using System.Text.RegularExpressions;
using Flow.Experiments.Configuration;
using Flow.Experiments.Initialization;
using Flow.Experiments.Outputs;
using Flow.Experiments.Reporting;
using Flow.Experiments.Resuming;

namespace Flow.Experiments.Running;

/// <summary>The directory of a run and the files written to it so far.</summary>
internal sealed partial class RunDirectory
{
    // Room for config.yaml, summary.json and the directory's own entries beside the weights.
    private const long Spare = 16 * 1024;

    private static readonly string[] Tables =
        ["trajectory.csv", "training.csv", "comparison.csv", "seeds.csv", "modified.csv", SlidingRecorder.FileName];

    private static readonly string[] Names =
    [
        "config.yaml", "summary.json", "weights-last.npz",
        .. Tables, .. Tables.Select(CsvTableWriter.PartialName), ".reserve", Checkpoint.FileName, "analysis.json",
        "spectrum.csv", HtmlReport.FileName,
    ];

    private readonly string _path;
    private readonly Experiment _experiment;
    private readonly List<string> _files = [];
    private DirectoryClaim? _claim;

    /// <summary>Names the directory; nothing is made yet.</summary>
    /// <param name="path">The directory.</param>
    /// <param name="experiment">The experiment.</param>
    public RunDirectory(string path, Experiment experiment) => (_path, _experiment) = (path, experiment);

    /// <summary>The files written, in the order of writing.</summary>
    public IReadOnlyList<string> Files => _files;

    /// <summary>Whether the directory held an earlier run, whose files are gone.</summary>
    public bool ReplacesEarlierRun { get; private set; }

    /// <summary>
    /// Makes the directory, removes the files of an earlier run, writes config.yaml and takes the room that the last
    /// state and the summary will need, so that a full disk is met now or leaves that room.
    /// </summary>
    /// <param name="config">The whole experiment.</param>
    /// <exception cref="ConfigurationException">The directory cannot be used, or an input lies in the way.</exception>
    /// <exception cref="OutputException">The file system refuses.</exception>
    public void Begin(ExperimentConfig config)
    {
        Prepare(config, _experiment.Document.Positions.File);
        RemoveEarlierRun();
        Reserve(config);
    }

    /// <summary>
    /// Makes the directory of an interrupted run ready to go on: removes the summary, the recorded weights behind the
    /// checkpoint and what a killed process left half written, writes config.yaml, takes room as at the start.
    /// </summary>
    /// <param name="config">The whole experiment.</param>
    /// <param name="rows">The number of rows that stay.</param>
    /// <exception cref="ConfigurationException">The directory cannot be used, or an input lies in the way.</exception>
    /// <exception cref="OutputException">The file system refuses.</exception>
    public void Continue(ExperimentConfig config, int rows)
    {
        Prepare(config, null);
        foreach (var file in Directory.EnumerateFiles(_path).Where(file => IsBehind(Path.GetFileName(file), rows)))
        {
            File.Delete(file);
        }

        Reserve(config);
    }

    private static bool IsBehind(string name, int rows) =>
        name is "summary.json" or HtmlReport.FileName or SlidingRecorder.FileName || IsHalfWritten(name)
        || (WeightSample().Match(name) is { Success: true } match
            && long.Parse(match.Groups["row"].Value, CultureInfo.InvariantCulture) >= rows);

    /// <summary>Whether a file is the temporary one of a checkpoint whose writer was killed.</summary>
    private static bool IsHalfWritten(string name) =>
        name.StartsWith($".{Checkpoint.FileName}.", StringComparison.Ordinal);

    private void Prepare(ExperimentConfig config, string? file)
    {
        RefuseInputs(config, file);
        try
        {
            AtomicFile.PrepareDirectory(_path);
        }
        catch (OutputException refusal)
        {
            throw Error(refusal.Problem, refusal.Remedy);
        }

        _claim ??= DirectoryClaim.TryTake(_path)
            ?? throw Error("another run is writing there", "wait for its end or choose another one");
        if (Names.FirstOrDefault(name => Directory.Exists(In(name))) is { } taken)
        {
            throw Error($"{In(taken)} is a directory where a file is to be written", "remove it or choose another one");
        }
    }

    private void Reserve(ExperimentConfig config)
    {
        var weights = config.Output.Weights == WeightOutput.None
            ? 0
            : sizeof(double) * _experiment.InitialState.LongLength;
        AtomicFile.Write(In(".reserve"), stream => Fill(stream, Spare + weights));
        Write("config.yaml", path => AtomicFile.WriteText(path, ConfigWriter.Write(config)));
    }

    /// <summary>Gives the reserved room free.</summary>
    public void Release()
    {
        if (File.Exists(In(".reserve")))
        {
            File.Delete(In(".reserve"));
        }
    }

    /// <summary>Ends the run: other runs may use the directory.</summary>
    public void Leave()
    {
        _claim?.Dispose();
        _claim = null;
    }

    /// <summary>Writes a file.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="write">Writes to the path it is given.</param>
    public void Write(string name, Action<string> write)
    {
        try
        {
            write(In(name));
            _files.Add(In(name));
        }
        catch
        {
            Release();
            throw;
        }
    }

    /// <summary>Writes or replaces checkpoint.bin.</summary>
    /// <param name="checkpoint">The checkpoint.</param>
    public void WriteCheckpoint(Checkpoint checkpoint)
    {
        CheckpointFile.Write(In(Checkpoint.FileName), checkpoint);
        if (!_files.Contains(In(Checkpoint.FileName)))
        {
            _files.Add(In(Checkpoint.FileName));
        }
    }

    /// <summary>Writes weights-last.npz unless the experiment wants no weights.</summary>
    /// <param name="state">The state.</param>
    public void WriteLastWeights(double[] state)
    {
        Release();
        if (_experiment.Config.Output.Weights != WeightOutput.None)
        {
            WriteWeights("weights-last.npz", state);
        }
    }

    /// <summary>Writes weights-00000.npz and so on; null where the experiment does not want them.</summary>
    public Action<int, double[]>? WeightSampleWriter() =>
        _experiment.Config.Output.Weights != WeightOutput.Samples
            ? null
            : (row, state) =>
                WriteWeights(string.Create(CultureInfo.InvariantCulture, $"weights-{row:D5}.npz"), state);

    /// <summary>The full path of a file of the run.</summary>
    /// <param name="name">Its name.</param>
    public string In(string name) => Path.Combine(_path, name);

    private static void Fill(Stream stream, long bytes)
    {
        var block = new byte[4096];
        for (var written = 0L; written < bytes; written += block.Length)
        {
            stream.Write(block);
        }
    }

    /// <summary>A run must not destroy what it reads.</summary>
    private void RefuseInputs(ExperimentConfig config, string? experiment)
    {
        var directory = Real(_path);
        IEnumerable<string?> inputs =
            [experiment, .. config.Data.Files, .. config.Data.Test?.Files ?? [], config.Initialization.Path];
        foreach (var input in inputs.OfType<string>())
        {
            var file = Real(input);
            var name = Path.GetFileName(file);
            if (File.Exists(file) && Real(Path.GetDirectoryName(file)!) == directory && IsOfRun(name))
            {
                throw Error($"the run would overwrite its own input {input}", "choose another output.directory");
            }
        }
    }

    private void RemoveEarlierRun()
    {
        ReplacesEarlierRun = File.Exists(In("config.yaml")) || File.Exists(In("summary.json"));
        foreach (var file in Directory.EnumerateFiles(_path).Where(static f => IsOfRun(Path.GetFileName(f))).ToList())
        {
            File.Delete(file);
        }
    }

    private ConfigurationException Error(string problem, string remedy)
    {
        var positions = _experiment.Document.Positions;
        var key = positions.IsWritten("output.directory") ? "output.directory" : "name";
        return positions.Error(key, $"{_path}: {problem}", remedy);
    }

    private static bool IsOfRun(string name) =>
        Names.Contains(name) || WeightSample().IsMatch(name) || IsHalfWritten(name);

    /// <summary>The full path, with a link at its end followed.</summary>
    private static string Real(string path)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        FileSystemInfo info = Directory.Exists(full) ? new DirectoryInfo(full) : new FileInfo(full);
        return info.Exists && info.ResolveLinkTarget(true) is { } target ? target.FullName : full;
    }

    [GeneratedRegex(
        "^weights-(?<row>[0-9]{5,})\\.npz$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex WeightSample();

    private void WriteWeights(string name, double[] state)
    {
        var weights = StateVector.ToWeights(state, _experiment.System);
        var arrays = WeightFile.ToArrays(
            weights, _experiment.Config.Model.Parametrization, Experiment.WeightShapes(_experiment.Model));
        Write(name, path => NpzWriter.Write(path, arrays));
    }
}
