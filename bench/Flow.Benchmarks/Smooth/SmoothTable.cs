using System.Globalization;

namespace Flow.Benchmarks.Smooth;

/// <summary>Evaluations of the right-hand side against the true error, solver by solver.</summary>
internal static class SmoothTable
{
    private static readonly string[] Solvers = ["deflated-adams", "tsit5", "dop853"];

    public static void Print(TextWriter output, string problem, bool onlyDeflated)
    {
        using var flow = SmoothProblem.Named(problem);
        output.WriteLine($"{problem}: error = max over t in {{1, 2, 5, 10, 20, 50, 100}} and n of |u_n - reference|");
        output.WriteLine("| solver | rtol | evaluations | accepted | rejected | error | error / rtol | seconds |");
        output.WriteLine("|---|---|---|---|---|---|---|---|");
        foreach (var solver in Solvers.Take(onlyDeflated ? 1 : Solvers.Length))
        {
            for (var exponent = 3; exponent <= 9; exponent++)
            {
                var rtol = Math.Pow(10, -exponent);
                var run = flow.Measure(solver, rtol);
                var counts = run.Result.Statistics;
                output.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {solver} | 1e-{exponent} | {counts.FieldEvaluations} | {counts.AcceptedSteps} | ")
                    + string.Create(
                        CultureInfo.InvariantCulture,
                        $"{counts.RejectedSteps} | {run.Error:0.0e+0} | {run.Error / rtol:0.0} | ")
                    + string.Create(CultureInfo.InvariantCulture, $"{run.Result.Elapsed.TotalSeconds:0.00} |"));
            }
        }
    }
}
