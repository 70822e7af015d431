using System.Globalization;
using Flow.Experiments.Configuration;
using Flow.Experiments.Running;
using Flow.Experiments.Training;

namespace Flow.Experiments.Resuming;

/// <summary>Refuses a checkpoint from which an experiment would not go on as if it had run in one piece, and names the
/// difference.</summary>
internal static class ResumeRefusal
{
    private const string Remedy = "resume with the value of the checkpoint, or start a new run in another directory";
    private const int MostNamed = 3;

    /// <summary>Keys that change no state on the path of the flow; files are compared by what they hold.</summary>
    private static readonly string[] FreeOfFlow =
    [
        "name", "output", "observables", "compare", "train", "flow.solver", "flow.tEnd", "flow.samples", "flow.stop",
        "flow.maxSteps", "flow.maxSeconds", "flow.checkpointSeconds", "flow.certify", "backend.threads",
        "data.path", "data.test.path", "initialization.path",
    ];

    private static readonly string[] FreeOfTraining =
    [
        "name", "output", "observables", "compare", "flow", "train.algorithm", "train.samples", "train.steps",
        "train.epochs", "backend.threads", "data.path", "data.test.path", "initialization.path",
    ];

    /// <summary>Compares a checkpoint with the experiment that is to go on from it.</summary>
    /// <param name="earlier">The run of the checkpoint.</param>
    /// <param name="present">The run that is to go on.</param>
    /// <param name="positions">Where the keys of the experiment stand.</param>
    /// <exception cref="ConfigurationException">They are different runs.</exception>
    public static void RequireSameRun(RunIdentity earlier, RunIdentity present, ConfigPositions positions)
    {
        if (earlier.Verb != present.Verb)
        {
            throw positions.Error(
                "output.directory",
                $"the checkpoint was written by {earlier.Verb}, not by {present.Verb}",
                $"gradflow {earlier.Verb} --resume resumes it");
        }

        var isFlow = present.Verb == RunIdentity.Simulate;
        if (earlier.Method != present.Method)
        {
            var key = isFlow ? "flow.solver" : "train.algorithm";
            throw Differs(positions, new ConfigDifference(key, earlier.Method, present.Method));
        }

        var free = isFlow ? FreeOfFlow : FreeOfTraining;
        var differences = ConfigDifference.Between(earlier.Config, present.Config)
            .Where(pair => !free.Any(key => $"{pair.Key}.".StartsWith($"{key}.", StringComparison.Ordinal)))
            .Take(MostNamed).ToArray();
        if (differences.Length > 0)
        {
            throw Differs(positions, differences);
        }

        RequireSameContents(earlier, present, positions);
    }

    /// <summary>Refuses an end or exact sample times that would have changed the steps taken so far.</summary>
    /// <param name="checkpoint">A checkpoint of the same flow.</param>
    /// <param name="experiment">The experiment that is to go on.</param>
    /// <exception cref="ConfigurationException">The steps so far would have been others.</exception>
    public static void RequireSameSteps(Checkpoint checkpoint, Experiment experiment)
    {
        var (point, flow, positions) = (checkpoint.Point!, experiment.Config.Flow, experiment.Document.Positions);
        var earlier = Earlier(checkpoint).Flow;
        if (point.Time > flow.TEnd)
        {
            throw positions.Error(
                "flow.tEnd",
                Text($"the checkpoint is at t = {point.Time:R}, beyond tEnd {flow.TEnd:R}"), "write a later tEnd");
        }

        if (point.DependsOnEnd && earlier.TEnd != flow.TEnd)
        {
            var difference = new ConfigDifference("flow.tEnd", Text($"{earlier.TEnd:R}"), Text($"{flow.TEnd:R}"));
            throw Differs(positions, difference);
        }

        var (old, now) = (ExactTimes(earlier), ExactTimes(flow));
        // Where the next step would have had to end at the latest; the step to tEnd is not part of the checkpoint.
        var next = old.Append(earlier.TEnd).First(time => time > point.Time || time >= earlier.TEnd);
        var isSame = old.Where(time => time <= point.Time).SequenceEqual(now.Where(time => time <= point.Time))
            && !now.Any(time => time > point.Time && time < next)
            && (next >= earlier.TEnd || now.Contains(next));
        if (!isSame)
        {
            throw positions.Error(
                "flow.samples",
                "steps end at exact samples, and the times up to the checkpoint are others than before",
                "keep flow.samples, or with exact: true add times after the checkpoint only");
        }
    }

    /// <summary>Refuses a number of steps that has been passed, and another one where the learning rates depend on it.
    /// </summary>
    /// <param name="checkpoint">A checkpoint of the same training.</param>
    /// <param name="experiment">The experiment that is to go on.</param>
    /// <param name="setup">Its section `train`.</param>
    /// <exception cref="ConfigurationException">The number of steps does not fit.</exception>
    public static void RequireSameRates(Checkpoint checkpoint, Experiment experiment, TrainingSetup setup)
    {
        var positions = experiment.Document.Positions;
        var key = setup.Train.Steps is null ? "train.epochs" : "train.steps";
        if (checkpoint.Training!.Step > setup.Steps)
        {
            throw positions.Error(
                key,
                Text($"the checkpoint is at step {checkpoint.Training.Step}, beyond the last step {setup.Steps}"),
                "write more");
        }

        var earlier = TrainingSetup.For(experiment, Earlier(checkpoint).Train).Steps;
        if (setup.Train.Schedule.Kind == ScheduleKind.Cosine && earlier != setup.Steps)
        {
            throw Differs(positions, new ConfigDifference(key, Text($"{earlier} steps"), Text($"{setup.Steps} steps")));
        }
    }

    private static ExperimentConfig Earlier(Checkpoint checkpoint) => ConfigReader.ReadText(
        checkpoint.Identity.Config, Checkpoint.FileName, string.Empty, Catalogs.Names, null, false).Config;

    private static void RequireSameContents(RunIdentity earlier, RunIdentity present, ConfigPositions positions)
    {
        if (earlier.Data != present.Data)
        {
            throw positions.Error("data", "the data are not those of the checkpoint", "restore the files of data.path");
        }

        if (earlier.Start != present.Start)
        {
            throw positions.Error(
                "initialization", "the initial weights are not those of the checkpoint",
                "restore the file of initialization.path");
        }

        if (!earlier.Columns.SequenceEqual(present.Columns))
        {
            var (old, now) = (string.Join(", ", earlier.Columns.Except(present.Columns)),
                string.Join(", ", present.Columns.Except(earlier.Columns)));
            throw positions.Error(
                "observables",
                $"the table would have other columns: without {Or(old)}, with {Or(now)}",
                "keep the observables of the run");
        }
    }

    private static double[] ExactTimes(FlowConfig flow) =>
        flow.Samples.Exact ? [.. flow.Samples.TimesFor(flow.TEnd).Where(static time => time > 0)] : [];

    private static ConfigurationException Differs(ConfigPositions positions, params ConfigDifference[] differences) =>
        positions.Error(
            differences[0].Key,
            string.Join(", ", differences.Select(static pair =>
                $"{pair.Key} is {pair.Present}, in the checkpoint {pair.Earlier}")),
            Remedy);

    private static string Or(string list) => list.Length == 0 ? "nothing" : list;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
