using Flow.Experiments.Outputs;
using Flow.Experiments.Running;
using Flow.Integrators.Nonsmooth;

namespace Flow.Cli.Views;

/// <summary>How a run ended.</summary>
internal static class ResultView
{
    private static readonly (string Column, string Name)[] Quantities =
    [
        ("loss", "loss"), ("objective", "objective"), ("rho", "rho"), ("rho_eq", "rho_eq"),
    ];

    /// <summary>Writes the table of results and the files.</summary>
    /// <param name="terminal">Where to.</param>
    /// <param name="result">The result.</param>
    public static void Write(Terminal terminal, FlowRunResult result)
    {
        TableView.WritePairs(terminal, Rows(result));
        WriteFiles(terminal, result.Files);
    }

    /// <summary>Writes the list of files.</summary>
    /// <param name="terminal">Where to.</param>
    /// <param name="files">The files.</param>
    public static void WriteFiles(Terminal terminal, IEnumerable<string> files)
    {
        terminal.Out.WriteLine("written:");
        foreach (var file in files)
        {
            terminal.Out.WriteLine($"  {file}");
        }
    }

    /// <summary>The last values of the observables that say most.</summary>
    /// <param name="final">The observables by the name of their column.</param>
    public static IEnumerable<(string Name, string Value)> FinalRows(IReadOnlyDictionary<string, double> final)
    {
        foreach (var (column, name) in Quantities)
        {
            if (final.TryGetValue(column, out var value))
            {
                yield return (name, Numbers.Short(value));
            }
        }

        foreach (var row in Margins(final))
        {
            yield return row;
        }
    }

    private static IEnumerable<(string Name, string Value)> Rows(FlowRunResult result)
    {
        var run = result.Integration;
        yield return ("status", $"{run.Status.Name}: {run.Status.Meaning}");
        yield return ("t", Numbers.Short(run.Time));
        var counts = run.Statistics;
        yield return ("steps",
            $"{Numbers.Count(counts.AcceptedSteps)} accepted, {Numbers.Count(counts.RejectedSteps)} rejected");
        yield return ("evaluations", Numbers.Count(counts.FieldEvaluations));
        foreach (var row in Kinks(counts.Kinks))
        {
            yield return row;
        }

        if (result.Stability is { } stability)
        {
            yield return ("stability", stability);
        }

        if (result.Uniqueness is { } uniqueness)
        {
            yield return ("uniqueness", uniqueness);
        }

        foreach (var change in run.Switches)
        {
            yield return ("solver", $"{change.To} from t = {Numbers.Short(change.Time)} on: {change.Reason}");
        }

        yield return ("seconds", Numbers.Rough(run.Elapsed.TotalSeconds));
        foreach (var row in FinalRows(result.Final))
        {
            yield return row;
        }

        yield return ("energy", Energy(result));
        if (result.Certificate is not { Errors.Count: > 0 })
        {
            yield return ("accuracy", result.Accuracy);
        }

        foreach (var row in result.Certificate is { } certificate ? CertificateView.Rows(certificate) : [])
        {
            yield return row;
        }
    }

    private static IEnumerable<(string Name, string Value)> Kinks(KinkStatistics kinks)
    {
        if (kinks.SampleEvaluations > 0)
        {
            yield return ("forward passes", $"{Numbers.Count(kinks.Forwards)} and "
                + $"{Numbers.Count(kinks.SampleEvaluations)} evaluations of one sample");
            yield return ("kinks", $"{Numbers.Count(kinks.Crossings)} crossed, {Numbers.Count(kinks.SlidesEntered)} "
                + $"slides entered, {Numbers.Count(kinks.SlidesLeft)} left");
        }
    }

    private static string Energy(FlowRunResult result) =>
        !result.IsEnergyFinite ? "the objective is NaN or infinite at a recorded time"
        : result.Rows < 2 ? "the objective was recorded once only"
        : result.LargestEnergyRise == 0 ? "the objective never rose between recorded times"
        : $"the objective rose between recorded times, by {Numbers.Rough(result.LargestEnergyRise)} at most";

    private static IEnumerable<(string Name, string Value)> Margins(IReadOnlyDictionary<string, double> final)
    {
        if (final.TryGetValue("margin_min", out var smallest))
        {
            yield return ("margin", $"min {Numbers.Short(smallest)}, mean {Numbers.Short(final["margin_mean"])}, "
                + $"std {Numbers.Short(final["margin_std"])}");
        }

        foreach (var (column, name) in new[] { ("train_error", "train error"), ("test_error", "test error") })
        {
            if (final.TryGetValue(column, out var error))
            {
                yield return (name, Numbers.Short(error));
            }
        }
    }
}
