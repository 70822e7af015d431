using System.CommandLine;
using Flow.Backends.Plans;
using Flow.Cli.Derivations;
using Flow.Experiments.Analyzing;
using Flow.Experiments.Configuration;
using Flow.Experiments.Running;
using Flow.Symbolic.Functions;

namespace Flow.Cli.Commands;

/// <summary>The argument FILE and the option --set of a verb, and the experiment they name.</summary>
internal sealed class ExperimentInput
{
    private readonly Argument<string?> _file;

    private readonly Option<string[]> _overrides = new("--set")
    {
        HelpName = "a.b=c",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
        Description = "Replaces a key of the file, such as flow.tEnd=10; may be repeated.",
    };

    private readonly Option<string?> _resume = new("--resume")
    {
        HelpName = "DIR",
        Description = "Goes on from the checkpoint of a run directory, by its config.yaml unless FILE is given.",
    };

    /// <summary>Adds the argument and the option to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="canResume">Whether the command has --resume too.</param>
    /// <param name="takesRuns">Whether a finished run directory may be named too.</param>
    public ExperimentInput(Command command, bool canResume = false, bool takesRuns = false)
    {
        _file = new("FILE")
        {
            Arity = ArgumentArity.ZeroOrOne,
            Description = "An experiment file or the name of a preset (gradflow list presets)"
                + $"{(takesRuns ? ", or the directory of a finished run" : string.Empty)}; "
                + $"without it the preset {Preset.Default}.",
        };
        command.Arguments.Add(_file);
        command.Options.Add(_overrides);
        if (canResume)
        {
            command.Options.Add(_resume);
        }
    }

    /// <summary>The run directory to go on in; null for a new run.</summary>
    /// <param name="parsed">The command line.</param>
    public string? Resumed(ParseResult parsed) => parsed.GetValue(_resume);

    /// <summary>The experiment made ready.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="options">Overrides that other options stand for.</param>
    /// <exception cref="ConfigurationException">The file or an override is wrong.</exception>
    public Experiment Assemble(ParseResult parsed, params IEnumerable<string> options) =>
        Experiment.Assemble(Read(parsed, [.. options]));

    /// <summary>The experiment made ready, at the last state of a run where its directory is named.</summary>
    /// <param name="parsed">The command line.</param>
    /// <returns>The experiment, and the directory of the finished run, null for a file or a preset.</returns>
    /// <exception cref="ConfigurationException">The file, the run or an override is wrong.</exception>
    /// <exception cref="UsageException">A finished run is to be changed.</exception>
    public (Experiment Experiment, string? Run) AssembleRun(ParseResult parsed)
    {
        if (parsed.GetValue(_file) is not { } path || !Directory.Exists(path))
        {
            return (Assemble(parsed), null);
        }

        var overrides = parsed.GetValue(_overrides) ?? [];
        if (overrides.FirstOrDefault(static item => !item.StartsWith("backend", StringComparison.Ordinal)) is { } item)
        {
            throw new UsageException(
                $"--set {item}: {path} is a finished run, taken as it is (but for backend); name its config.yaml to "
                + "run it again with changes");
        }

        return (Experiment.Assemble(FinishedRun.Read(path, overrides)), path);
    }

    /// <summary>The derived flow alone.</summary>
    /// <param name="parsed">The command line.</param>
    /// <exception cref="ConfigurationException">The file or an override is wrong.</exception>
    public DerivedFlow Derive(ParseResult parsed)
    {
        var document = Read(parsed);
        return new(Experiment.Derive(document), document.Config.Flow.Modified);
    }

    /// <summary>Runs what compiles plans; what the backend refuses is an error about the section `backend`.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="experiment">The experiment.</param>
    /// <param name="action">What compiles plans.</param>
    /// <exception cref="ConfigurationException">The backend refuses.</exception>
    public static T OnBackend<T>(Experiment experiment, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (PlanException refusal)
        {
            var parts = refusal.Message.TrimEnd('.').Split(';', 2);
            throw experiment.Document.Positions.Error(
                KeyOf(refusal), parts[0], parts.Length > 1 ? parts[1].Trim() : "choose another backend");
        }
    }

    private static string KeyOf(PlanException refusal) =>
        refusal.Message.Contains("threads", StringComparison.Ordinal) ? "backend.threads"
        : refusal.Message.Contains("precision", StringComparison.Ordinal) ? "backend.precision"
        : "backend.kind";

    /// <summary>A word that is no file but nearly a preset.</summary>
    private static void RefuseUnknown(string path)
    {
        var near = Preset.All.MinBy(preset => Spelling.Distance(path, preset.Name))!.Name;
        if (Spelling.Distance(path, near) <= Math.Max(2, path.Length / 4))
        {
            throw new UsageException(
                $"'{path}' is no file and no preset; did you mean the preset '{near}'? (gradflow list presets)");
        }
    }

    /// <summary>The config.yaml of the run that is to go on; null for a new run.</summary>
    private string? ConfigOf(ParseResult parsed)
    {
        if (parsed.CommandResult.Command.Options.All(option => option != _resume)
            || parsed.GetValue(_resume) is not { } directory)
        {
            return null;
        }

        var path = Path.Combine(directory, "config.yaml");
        return File.Exists(path) ? path : throw new UsageException(
            $"'{directory}' holds no run to go on with (no config.yaml); give the output.directory of a run");
    }

    private ConfigDocument Read(ParseResult parsed, params string[] options)
    {
        var path = parsed.GetValue(_file) ?? ConfigOf(parsed);
        string[] overrides = [.. parsed.GetValue(_overrides) ?? [], .. options];
        if (path is not null && path.Contains('=', StringComparison.Ordinal) && !Path.Exists(path))
        {
            throw new UsageException($"'{path}' is no file; write --set before each override");
        }

        var preset = path is null ? Preset.Named(Preset.Default)
            : File.Exists(path) ? null
            : Preset.Named(path);
        if (preset is null && !Path.Exists(path))
        {
            RefuseUnknown(path!);
        }

        return preset is null
            ? ConfigReader.ReadFile(path!, Catalogs.Names, overrides)
            : ConfigReader.ReadText(
                preset.Text, preset.FileName, Directory.GetCurrentDirectory(), Catalogs.Names, overrides);
    }
}
