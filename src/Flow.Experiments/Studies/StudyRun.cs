using Flow.Backends;
using Flow.Experiments.Analyzing;
using Flow.Experiments.Configuration;
using Flow.Experiments.Outputs;
using Flow.Experiments.Running;
using Flow.Experiments.Training;
using Flow.Integrators.Spaces;

namespace Flow.Experiments.Studies;

/// <summary>Carries out the runs of a study, each in a directory of its own, and writes figures and findings.</summary>
/// <param name="study">The study.</param>
/// <param name="read">Reads the study's preset with overrides.</param>
/// <param name="directory">The directory of the study.</param>
public sealed class StudyRun(Study study, Func<IReadOnlyList<string>, ConfigDocument> read, string directory)
{
    /// <summary>Called with each run before it starts.</summary>
    public Action<StudyVariant>? Starting { get; init; }

    /// <summary>Carries the study out.</summary>
    /// <param name="cancellation">Cancels it; files of finished runs stay.</param>
    /// <returns>The findings and the files written.</returns>
    /// <exception cref="ConfigurationException">An override does not fit the preset.</exception>
    /// <exception cref="StudyException">A run did not reach its end.</exception>
    /// <exception cref="OutputException">The file system refuses.</exception>
    /// <exception cref="OperationCanceledException">The study was cancelled.</exception>
    public (IReadOnlyList<StudyFinding> Findings, IReadOnlyList<string> Files) Run(
        CancellationToken cancellation = default)
    {
        AtomicFile.PrepareDirectory(directory);
        // All of them first: an override that does not fit must not be found after an hour.
        var experiments = study.Variants.Select(variant => Experiment.Assemble(Read(variant))).ToList();
        var parts = new List<StudyPart>();
        foreach (var (variant, experiment) in study.Variants.Zip(experiments))
        {
            Starting?.Invoke(variant);
            parts.Add(variant.Trains
                ? Train(variant, experiment, cancellation)
                : Flow(variant, experiment, cancellation));
            cancellation.ThrowIfCancellationRequested();
        }

        var findings = study.Findings(parts).ToList();
        return (findings, [.. Write(parts, findings)]);
    }

    private ConfigDocument Read(StudyVariant variant) => read(
        [.. variant.Overrides, $"output.directory={Path.Combine(directory, variant.Directory)}"]);

    private StudyPart Flow(StudyVariant variant, Experiment experiment, CancellationToken cancellation)
    {
        var path = experiment.Config.Output.Directory;
        var result = new FlowRun(experiment, path).Run(cancellation);
        cancellation.ThrowIfCancellationRequested();
        if (!result.Integration.Status.IsSuccess)
        {
            throw new StudyException($"{study.Name}, {variant.Label}: {result.Advice}");
        }

        var state = ((ArrayVector)result.Integration.State).Values;
        return new(variant, experiment, CsvTable.Read(Path.Combine(path, "trajectory.csv")))
        {
            Analysis = Analyze(variant, experiment, state, cancellation),
        };
    }

    private StudyPart Train(StudyVariant variant, Experiment experiment, CancellationToken cancellation)
    {
        var path = experiment.Config.Output.Directory;
        var result = new TrainingRun(experiment, path).Run(cancellation);
        cancellation.ThrowIfCancellationRequested();
        if (!result.Outcome.Status.IsSuccess)
        {
            throw new StudyException($"{study.Name}, {variant.Label}: {result.Outcome.Report}");
        }

        var config = experiment.Config.Backend;
        using var plans = new FlowPlans(
            experiment.System, BackendCatalog.Make(config.Kind), FlowRun.Options(config));
        return new(variant, experiment, CsvTable.Read(Path.Combine(path, "training.csv")))
        {
            Rows = RowRecorder.Run(experiment, plans, cancellation),
        };
    }

    private static AnalysisResult? Analyze(
        StudyVariant variant, Experiment experiment, double[] state, CancellationToken cancellation)
    {
        if (!variant.Analyzes)
        {
            return null;
        }

        var result = new FlowAnalysis(experiment).Run(state, "the end of the flow", cancellation);
        FlowAnalysis.Write(result, experiment.Config.Output.Directory);
        return result;
    }

    private IEnumerable<string> Write(List<StudyPart> parts, List<StudyFinding> findings)
    {
        foreach (var figure in study.Figures)
        {
            var path = Path.Combine(directory, figure.Name + ".svg");
            AtomicFile.WriteText(path, figure.Draw(parts).ToSvg());
            yield return path;
        }

        var summary = Path.Combine(directory, "study.json");
        JsonFile.Write(summary, new { study.Name, study.Purpose, study.Preset, study.Variants, Findings = findings });
        yield return summary;
    }
}
