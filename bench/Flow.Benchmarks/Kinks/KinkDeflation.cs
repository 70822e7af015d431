using System.Globalization;
using Flow.Integrators.Nonsmooth;

namespace Flow.Benchmarks.Kinks;

/// <summary>What the exponential treatment of stiff directions saves pab on the digits example.</summary>
internal static class KinkDeflation
{
    private const double ReferenceTolerance = 1e-8;

    private static readonly double[] Times = [20, 40, 60, 80, 100, 200, 500, 1000];
    private static readonly double[] Tolerances = [1e-4, 1e-5, 2e-6];

    /// <summary>Runs pab without and with it; errors are the largest of any output at the times from 40 on, against
    /// pab at rtol 1e-8.</summary>
    /// <param name="output">Receives a row for each run.</param>
    /// <param name="end">The end of the flow.</param>
    public static void Run(TextWriter output, double end)
    {
        double[] times = [.. Times.Where(time => time <= end)];
        using var problem = new KinkProblem(KinkProblem.Digits, times[^1]);
        var exact = problem.Rows(PatchedAdamsSolver.Make(), ReferenceTolerance, null, times);
        output.WriteLine($"| rtol | directions | evaluations to t = {times[^1]} | of them to t = 20 | s | error |");
        output.WriteLine("|---|---|---|---|---|---|");
        foreach (var (rtol, directions) in Tolerances.SelectMany(static r => new[] { (r, 0), (r, 4) }))
        {
            var rows = problem.Rows(PatchedAdamsSolver.Make(new() { Directions = directions }), rtol, null, times);
            var error = rows.Zip(exact).Where(static pair => pair.First.Time >= 40)
                .Max(static pair => pair.First.Error(pair.Second.Outputs));
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {rtol:0e+0} | {directions} | {rows[^1].Counts.FieldEvaluations:N0} | "
                + $"{rows[0].Counts.FieldEvaluations:N0} | {rows[^1].Seconds:0.0} | {error:0.0e+0} |"));
        }
    }
}
