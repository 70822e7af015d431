using System.Globalization;
using System.Runtime.CompilerServices;
using Flow.Integrators;

namespace Flow.Benchmarks.Smooth;

/// <summary>Evaluations of the right-hand side against the true error, solver by solver.</summary>
internal static class SmoothTable
{
    private static readonly string[] Solvers = ["deflated-adams", "tsit5", "dop853"];

    /// <summary>Arguments: the flow, the solver or `all`, and tolerances with commas between.</summary>
    public static void Print(TextWriter output, ReadOnlySpan<string> arguments)
    {
        var problem = arguments.Length > 0 ? arguments[0] : "flow-swish50";
        string[] solvers = arguments.Length > 1 && arguments[1] != "all" ? [arguments[1]] : Solvers;
        var tolerances = (arguments.Length > 2 ? arguments[2] : "1e-3,1e-4,1e-5,1e-6,1e-7,1e-8,1e-9").Split(',');
        using var flow = SmoothProblem.Named(problem);
        output.WriteLine($"{problem}: error = max over t in {{1, 2, 5, 10, 20, 50, 100}} and n of |u_n - reference|");
        output.WriteLine("| solver | rtol | evaluations | accepted | rejected | error | error / rtol | seconds |");
        output.WriteLine("|---|---|---|---|---|---|---|---|");
        foreach (var solver in solvers)
        {
            foreach (var tolerance in tolerances)
            {
                output.WriteLine(Row(flow, solver, tolerance));
            }
        }
    }

    private static string Row(SmoothProblem flow, string solver, string tolerance)
    {
        var rtol = double.Parse(tolerance, CultureInfo.InvariantCulture);
        var run = flow.Measure(SolverCatalog.Find(solver), rtol);
        var counts = run.Result.Statistics;
        DefaultInterpolatedStringHandler row = new(0, 0, CultureInfo.InvariantCulture);
        row.AppendLiteral($"| {solver} | {tolerance} | {counts.FieldEvaluations} | {counts.AcceptedSteps} | ");
        row.AppendFormatted(counts.RejectedSteps);
        row.AppendLiteral(" | ");
        row.AppendFormatted(run.Error, "0.0e+0");
        row.AppendLiteral(" | ");
        row.AppendFormatted(run.Error / rtol, "0.0");
        row.AppendLiteral(" | ");
        row.AppendFormatted(run.Result.Elapsed.TotalSeconds, "0.00");
        row.AppendLiteral(" |");
        return row.ToStringAndClear();
    }
}
