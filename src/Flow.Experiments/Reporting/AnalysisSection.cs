using System.Globalization;
using Flow.Experiments.Analyzing;
using Flow.Experiments.Outputs.Figures;

namespace Flow.Experiments.Reporting;

/// <summary>What `analyze` found: the equilibrium, the spectrum of the Jacobian there, its zeros.</summary>
internal static class AnalysisSection
{
    public static string Write(RunFiles run)
    {
        if (run.Analysis is not { } analysis)
        {
            return string.Empty;
        }

        return HtmlText.Table(["", ""], Equilibrium(analysis).Concat(Spectrum(analysis)))
            + string.Concat(analysis.Zeros.Conditions.Concat(analysis.Notes).Select(HtmlText.Paragraph))
            + Slowest(analysis)
            + Chart(run);
    }

    private static IEnumerable<string[]> Equilibrium(AnalysisResult analysis)
    {
        var (polish, state) = (analysis.Polish, analysis.Equilibrium);
        yield return ["began at", analysis.Start];
        yield return
        [
            "equilibrium", (polish.Converged ? "found, " : "not found, ")
                + $"norm of the right-hand side {HtmlText.Rough(polish.Residual)}, "
                + $"{HtmlText.Rough(polish.Moved)} from the start",
        ];
        yield return ["loss, objective", $"{HtmlText.Number(state.Loss)}, {HtmlText.Number(state.Objective)}"];
        yield return ["rho", HtmlText.Number(state.Rho)];
        if (state.RhoEquilibrium is { } formula)
        {
            yield return
            [
                "rho by its formula",
                $"{HtmlText.Number(formula)}, difference {HtmlText.Rough(state.Rho - formula)}",
            ];
        }

        if (state.Nu.Length > 0)
        {
            yield return ["multipliers", Numbers(state.Nu)];
            yield return ["multipliers by their law", Numbers(state.NuExpected)];
        }

        yield return ["norms of the layers", Numbers(state.LayerNorms)];
        foreach (var balance in state.Balance)
        {
            yield return
            [
                $"balance of layers {balance.Layer} and {balance.Next}",
                HtmlText.Rough(balance.Imbalance) + (balance.HasLaw ? string.Empty : " (no law)"),
            ];
        }
    }

    private static IEnumerable<string[]> Spectrum(AnalysisResult analysis)
    {
        var (spectrum, zeros) = (analysis.Spectrum, analysis.Zeros);
        yield return
        [
            "tangent space", string.Create(
                CultureInfo.InvariantCulture, $"{analysis.Dimension} dimensions, {analysis.Spheres} spheres"),
        ];
        yield return
        [
            "eigenvalues", $"{spectrum.Method}: {HtmlText.Number(spectrum.Lowest)} to "
                + $"{HtmlText.Number(spectrum.Highest)}, errors up to {HtmlText.Rough(spectrum.LargestBound)}",
        ];
        yield return ["above zero", Count(spectrum.Positive)];
        yield return
        [
            "zero", $"{(zeros.Counted is { } counted ? Count(counted) : string.Empty)} {zeros.How}, "
                + $"at most {HtmlText.Rough(zeros.Tolerance)}",
        ];
        yield return ["zero by theory", zeros.Theory is { } theory ? Count(theory) : "no statement"];
        yield return ["stiffness ratio", HtmlText.Number(spectrum.StiffnessRatio)];
    }

    private static string Slowest(AnalysisResult analysis) => HtmlText.Table(
        ["slowest eigenvalue", "time", "over lambda"],
        analysis.Spectrum.Slowest.Select(static scale => new[]
        {
            HtmlText.Number(scale.Eigenvalue),
            HtmlText.Number(scale.Time),
            scale.OverLambda is { } ratio ? HtmlText.Number(ratio) : string.Empty,
        }));

    private static string? Chart(RunFiles run)
    {
        if (run.Spectrum is not { Rows.Count: > 0 } table)
        {
            return null;
        }

        var moduli = table.Column(table.Columns[1]).Select(Math.Abs).Order().ToList();
        double[] places = [.. Enumerable.Range(1, moduli.Count)];
        return ReportChart.Draw(
            "Moduli of the eigenvalues, from the slowest", "number",
            [new ChartSeries("|mu|", places, moduli) { IsPoints = true }])?.ToSvg();
    }

    private static string Numbers(IEnumerable<double> values) => string.Join(", ", values.Select(HtmlText.Number));

    private static string Count(int number) => number.ToString(CultureInfo.InvariantCulture);
}
