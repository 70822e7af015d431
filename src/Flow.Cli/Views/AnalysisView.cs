using Flow.Experiments.Analyzing;
using Flow.Experiments.Outputs;

namespace Flow.Cli.Views;

/// <summary>The equilibrium of a flow, the spectrum of its Jacobian and the zero eigenvalues.</summary>
internal static class AnalysisView
{
    /// <summary>Writes all of it.</summary>
    /// <param name="terminal">Where to.</param>
    /// <param name="result">The analysis.</param>
    public static void Write(Terminal terminal, AnalysisResult result)
    {
        TableView.WritePairs(terminal, AnalysisRows.Of(result));
        if (result.Spectrum.Slowest.Count > 0)
        {
            terminal.Out.WriteLine();
            WriteSlowest(terminal, result);
        }

        foreach (var note in result.Notes)
        {
            terminal.Out.WriteLine($"note: {note}");
        }
    }

    private static void WriteSlowest(Terminal terminal, AnalysisResult result)
    {
        var hasDecay = result.Lambda > 0;
        string[] headers = hasDecay ? ["slowest μ", "time 1/|μ|", "μ/λ", "time λ/|μ|"] : ["slowest μ", "time 1/|μ|"];
        TableView.Write(terminal, headers,
        [
            .. result.Spectrum.Slowest.Select(scale => hasDecay
                ? new[]
                {
                    Numbers.Short(scale.Eigenvalue), Numbers.Short(scale.Time),
                    Numbers.Short(scale.OverLambda!.Value), Numbers.Short(result.Lambda * scale.Time),
                }
                : [Numbers.Short(scale.Eigenvalue), Numbers.Short(scale.Time)]),
        ]);
    }
}
