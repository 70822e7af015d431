using Flow.Experiments.Certifying;
using Flow.Experiments.Outputs;

namespace Flow.Cli.Views;

/// <summary>What is certified of a run.</summary>
internal static class CertificateView
{
    private static readonly string[] Shown = ["loss", "objective", "rho", "margin_min", "margin_mean", "test_loss"];

    /// <summary>The rows of the closing table.</summary>
    /// <param name="certificate">The certificate.</param>
    public static IEnumerable<(string Name, string Value)> Rows(FlowCertificate certificate)
    {
        yield return ("certificate", Statement(certificate));
        if (certificate.Errors.Count > 0)
        {
            yield return ("global error", Errors(certificate.Errors));
        }

        if (certificate.Details is not { } details)
        {
            yield break;
        }

        if (details.Audit is not null || details.NormDefect is not null)
        {
            yield return ("laws", Laws(details));
        }

        yield return ("companions", $"{Numbers.Count(details.Companions.Count)} runs, "
            + $"{Numbers.Count(details.RhsEvaluations)} evaluations"
            + $"{(details.Audit is null ? string.Empty : " with the audit")}, refined by "
            + $"{Numbers.Short(details.RefinementFactor)} each");
    }

    private static string Statement(FlowCertificate certificate) => certificate.Status switch
    {
        FlowCertificate.Certified => "certified: differences between refined runs fall as they have to",
        FlowCertificate.Uncertified => $"uncertified: {certificate.Reason}",
        _ => $"certified observables: {Numbers.Count(certificate.Errors.Count)}; not "
            + $"{string.Join(", ", certificate.Details?.Uncertified.Keys ?? [])} (summary.json says why)",
    };

    private static string Errors(IReadOnlyDictionary<string, double> errors)
    {
        var shown = Shown.Where(errors.ContainsKey).ToList();
        var columns = shown.Count > 0 ? shown : [.. errors.Keys.Take(Shown.Length)];
        return "at all recorded times at most "
            + string.Join(", ", columns.Select(column => $"{column} {Numbers.Rough(errors[column])}"));
    }

    private static string Laws(CertificateDetails details)
    {
        List<string> parts = [];
        if (details.Audit is { } audit)
        {
            parts.Add($"energy balance {Numbers.Rough(audit.EnergyDefect)} of {Numbers.Rough(audit.EnergyLost)} lost");
            if (audit.InvariantDrifts.Count > 0)
            {
                parts.Add($"invariants drift by {Numbers.Rough(audit.InvariantDrifts.Values.Max())}");
            }
        }

        if (details.NormDefect is { } defect)
        {
            parts.Add($"norm defect {Numbers.Rough(defect)}");
        }

        return string.Join(", ", parts);
    }
}
