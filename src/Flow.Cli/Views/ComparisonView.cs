using Flow.Experiments.Comparing;
using Flow.Experiments.Configuration;
using Flow.Experiments.Outputs;

namespace Flow.Cli.Views;

/// <summary>A comparison of the flow with discrete training, in a table and in words.</summary>
internal static class ComparisonView
{
    private static readonly (string Column, string Name)[] Quantities =
    [
        ("distance", "distance"), ("difference_rho", "rho"), ("difference_loss", "loss"),
    ];

    /// <summary>What is trained, at which rates.</summary>
    /// <param name="comparison">The comparison.</param>
    /// <param name="config">The experiment.</param>
    public static IEnumerable<(string Name, string Value)> SettingRows(
        FlowComparison comparison, ExperimentConfig config)
    {
        foreach (var row in TrainingView.SettingRows(comparison.Setup)
            .Where(static row => row.Name is not ("learning rate" or "steps")))
        {
            yield return row;
        }

        var rates = string.Join(", ", config.Compare.LearningRates.Select(Numbers.Short));
        var seeds = comparison.Seeds == 1 ? "one run each" : $"{Numbers.Count(comparison.Seeds)} seeds each";
        yield return ("modified flow", comparison.ModifiedObjection is { } objection
            ? $"none: {objection}"
            : "F - kappa P (DF F) for each rate, which steps follow to second order");
        yield return ("learning rates", $"{rates}; {seeds}, compared at t = eta s"
            + (config.Train.Momentum > 0 ? "/(1 - mu)" : string.Empty));
    }

    /// <summary>Writes the table, the sentences and the files.</summary>
    /// <param name="terminal">Where to.</param>
    /// <param name="result">The result.</param>
    public static void Write(Terminal terminal, ComparisonResult result)
    {
        string[] headers =
        [
            "rate", "seed", "status", "t", "distance", "relative", "largest", "nearest", "rho", "loss",
            "rate x sharpness",
        ];
        TableView.Write(terminal, headers, [.. result.Runs.Select(run => Row(run, result))]);
        TableView.WritePairs(terminal, Sentences(result));
        ResultView.WriteFiles(terminal, result.Files);
    }

    private static string[] Row(ComparedRun run, ComparisonResult result) =>
    [
        Numbers.Short(run.LearningRate),
        Numbers.Count(run.Seed),
        run.Status.Name,
        Numbers.Short(run.Time),
        Numbers.Rough(run.Final["distance"]),
        Numbers.Rough(run.Final["relative_distance"]),
        Numbers.Rough(run.LargestDistance),
        Numbers.Rough(run.Final["nearest_distance"]),
        Numbers.Rough(run.Final["difference_rho"]),
        Numbers.Rough(run.Final["difference_loss"]),
        Numbers.Rough(run.LearningRate * result.LargestSharpness),
    ];

    private static IEnumerable<(string Name, string Value)> Sentences(ComparisonResult result)
    {
        yield return ("flow", $"{result.Flow.Name}: {result.Flow.Meaning}");
        yield return ("columns", "distance of the states at the last equal time, relative to how far the flow moved; "
            + "the largest at any compared time; from the path of the flow; training minus flow");
        foreach (var (column, name) in Quantities)
        {
            if (result.Slopes.TryGetValue(column, out var slope) && double.IsFinite(slope))
            {
                yield return ($"slope, {name}", $"{Numbers.Rough(slope)} of log difference over log rate: "
                    + Meaning(slope));
            }
        }

        if (result.Slopes.TryGetValue("modified_distance", out var second))
        {
            yield return ("slope, modified", $"{Numbers.Rough(second)} for the distance from the modified flow: "
                + (second is >= 1.8 and <= 2.2
                    ? "it shrinks like the square of the rate, as it should"
                    : "2 is expected of small rates; where the distance is at the tolerance of the flow it is less"));
        }

        foreach (var spread in result.Spreads)
        {
            yield return ($"seeds at {Numbers.Short(spread.LearningRate)}", Seeds(spread));
        }

        yield return ("regime", Regime(result));
        yield return ("seconds", Numbers.Rough(result.Elapsed.TotalSeconds));
    }

    private static string Seeds(ComparedSpread spread)
    {
        var text = $"the mean of {Numbers.Count(spread.Runs)} runs is {Numbers.Rough(spread.Drift)} from the flow and "
            + $"known to {Numbers.Rough(spread.DriftError)}; single runs are {Numbers.Rough(spread.Spread)} from it: ";
        return text + (spread.Drift > 2 * spread.DriftError
            ? "a drift that noise does not explain"
            : "noise explains the distance");
    }

    private static string Meaning(double slope) => slope switch
    {
        >= 0.8 and <= 1.25 => "it shrinks in proportion to the rate, as the error of Euler steps does",
        >= 0.35 and <= 0.65 => "it shrinks like the root of the rate, as the noise of batches does",
        > 1.25 => "it shrinks faster than the rate; the largest rates are outside the regime of small steps",
        _ => "it does not shrink in proportion to the rate; look at noise, kinks and the regime",
    };

    private static string Regime(ComparisonResult result)
    {
        var sharpness = result.LargestSharpness;
        if (!double.IsFinite(sharpness))
        {
            return "the sharpness is not known";
        }

        var limit = result.StabilityLimit;
        var rates = result.Runs.Select(static run => run.LearningRate).Distinct().ToList();
        var beyond = rates.Where(rate => rate * sharpness >= limit).Select(Numbers.Short).ToList();
        var text = $"sharpness {Numbers.Rough(sharpness)} at most along the flow; rate x sharpness must stay below "
            + $"{Numbers.Short(limit)}";
        return beyond.Count == 0
            ? $"{text}, as it does for every rate"
            : $"{text}, which it does not for {string.Join(", ", beyond)}: where the flow is so sharp their steps are "
                + "unstable";
    }
}
