using System.Globalization;
using Flow.Experiments.Outputs;

namespace Flow.Experiments.Reporting;

/// <summary>How a run ended, what it cost, where it ended and how well that is known.</summary>
internal static class OverviewSection
{
    public static string Write(RunFiles run)
    {
        if (run.Summary is not { } summary)
        {
            return HtmlText.Paragraph("The run has no summary.json: it goes on, or was killed.");
        }

        string[] headers = ["observable", "last value"];
        return HtmlText.Table(["", ""], Rows(summary)) + HtmlText.Table(
            summary.Certificate is null ? headers : [.. headers, "error, all times"],
            summary.Final.Select(pair => Final(pair.Key, pair.Value, summary.Certificate)));
    }

    private static IEnumerable<string[]> Rows(RunSummary summary)
    {
        yield return ["status", summary.Status];
        if (summary.Advice is { } advice)
        {
            yield return ["advice", advice];
        }

        if (summary.Stability is { } stability)
        {
            yield return ["stability", stability];
        }

        if (summary.Uniqueness is { } uniqueness)
        {
            yield return ["uniqueness", uniqueness];
        }

        foreach (var change in summary.Switches)
        {
            yield return ["solver", $"{change.To} from t = {Numbers.Short(change.Time)} on: {change.Reason}"];
        }

        var counts = summary.Statistics;
        yield return ["right-hand sides", Count(counts.RhsEvaluations)];
        yield return ["steps", $"{Count(counts.AcceptedSteps)} accepted, {Count(counts.RejectedSteps)} rejected"];
        yield return ["seconds", Numbers.Rough(counts.Seconds)];
        if (summary.CertificateStatus is { } certificate)
        {
            var reason = summary.CertificateReason is { } why ? $": {why}" : string.Empty;
            yield return ["certificate", certificate + reason];
        }

        var origin = summary.Provenance;
        yield return ["program", origin.Commit is { } commit ? $"{origin.Version}, commit {commit}" : origin.Version];
        yield return ["machine", origin.Machine];
        yield return ["seed", Count(origin.Seed)];
    }

    private static string[] Final(string name, double value, IReadOnlyDictionary<string, double>? errors) =>
        errors is null ? [name, Numbers.Short(value)]
        : errors.TryGetValue(name, out var error) ? [name, Numbers.Short(value), Numbers.Rough(error)]
        : [name, Numbers.Short(value), string.Empty];

    private static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
