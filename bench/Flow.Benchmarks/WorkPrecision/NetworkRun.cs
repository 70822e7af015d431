using System.Globalization;
using Flow.Benchmarks.Smooth;
using Flow.Integrators;

namespace Flow.Benchmarks.WorkPrecision;

/// <summary>Single runs of a random network, with what the solver did on its way.</summary>
internal static class NetworkRun
{
    private const double ReferenceTolerance = 1e-12;

    /// <summary>Prints a line for each tolerance, and one for each switch of the solver.</summary>
    /// <param name="output">Receives them.</param>
    /// <param name="network">The network.</param>
    /// <param name="name">The solver.</param>
    /// <param name="tolerances">rtol, with commas between.</param>
    public static void Print(TextWriter output, RandomNetwork network, string name, string tolerances)
    {
        using var flow = new SmoothProblem(network.Kind, network.Yaml, RandomNetwork.Times, ReferenceTolerance);
        var solver = name == "auto" ? flow.Auto : SolverCatalog.Find(name);
        output.WriteLine($"{network.Key}: {network.Kind}");
        foreach (var rtol in tolerances.Split(',').Select(static t => double.Parse(t, CultureInfo.InvariantCulture)))
        {
            var (result, error) = flow.Measure(solver, rtol);
            var counts = result.Statistics;
            output.WriteLine(Text($"{name} {rtol:0e+0}: {counts.FieldEvaluations} evaluations, error {error:0.0e+0}, ")
                + Text($"{counts.AcceptedSteps} accepted, {counts.RejectedSteps} rejected; {result.Status.Name}"));
            foreach (var change in result.Switches)
            {
                output.WriteLine(Text($"  t = {change.Time:0.##}: {change.From} -> {change.To}: {change.Reason}"));
            }
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
