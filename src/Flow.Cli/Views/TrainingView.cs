using Flow.Experiments.Configuration;
using Flow.Experiments.Outputs;
using Flow.Experiments.Training;
using Flow.Experiments.Training.Sampling;
using Flow.Experiments.Training.Schedules;

namespace Flow.Cli.Views;

/// <summary>What is about to be trained, and how it ended.</summary>
internal static class TrainingView
{
    /// <summary>Algorithm, learning rate, batches and length, in words.</summary>
    /// <param name="setup">The training.</param>
    public static IEnumerable<(string Name, string Value)> SettingRows(TrainingSetup setup)
    {
        var train = setup.Train;
        yield return ("algorithm", $"{train.Algorithm}: {OptimizerCatalog.Find(train.Algorithm).Purpose}");
        var schedule = ScheduleCatalog.All.Single(entry => entry.Kind == train.Schedule.Kind);
        var rate = train.Schedule.Kind == ScheduleKind.Constant ? "constant" : $"{schedule.Name}: {schedule.Purpose}";
        yield return ("learning rate", $"{Numbers.Short(train.LearningRate)}, {rate}");
        yield return ("momentum", train.Momentum == 0 ? "none"
            : $"{Numbers.Short(train.Momentum)}, {(train.Nesterov ? "Nesterov" : "heavy ball")}");
        yield return ("samples", Samples(setup));
        yield return ("steps", $"{Numbers.Count(setup.Steps)} ({Numbers.Short(setup.Steps * setup.EpochsPerStep)} "
            + "epochs)");
    }

    /// <summary>Writes the table of results and the files.</summary>
    /// <param name="terminal">Where to.</param>
    /// <param name="result">The result.</param>
    /// <param name="setup">The training.</param>
    public static void Write(Terminal terminal, TrainingResult result, TrainingSetup setup)
    {
        var (status, last) = (result.Outcome.Status, result.Outcome.Last);
        List<(string Name, string Value)> rows =
        [
            ("status", $"{status.Name}: {status.Meaning}"),
            ("steps", $"{Numbers.Count(last.Step)} of {Numbers.Count(setup.Steps)}"),
            ("t", Numbers.Short(last.Time)),
            ("seconds", Numbers.Rough(result.Elapsed.TotalSeconds)),
        ];
        TableView.WritePairs(terminal, rows.Concat(ResultView.FinalRows(result.Final)));
        ResultView.WriteFiles(terminal, result.Files);
    }

    private static string Samples(TrainingSetup setup)
    {
        var train = setup.Train;
        if (train.BatchSize is null || (train.Sampling == SamplingKind.WithoutReplacement && setup.EpochsPerStep == 1))
        {
            return "all in every step";
        }

        var sampling = SamplingCatalog.Find(train.Sampling);
        return $"batches of {Numbers.Count(setup.BatchSize)}, {sampling.Name}"
            + (train.Sampling != SamplingKind.WithoutReplacement ? string.Empty
                : train.Shuffle ? ", shuffled" : ", in the order of the file")
            + $", seed {train.Seed}";
    }
}
