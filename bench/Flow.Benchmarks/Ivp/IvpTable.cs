using System.Globalization;
using Flow.Integrators;
using Flow.Integrators.Spaces;
using Flow.TestKit.Ivp;

namespace Flow.Benchmarks.Ivp;

/// <summary>Errors and counts of the solvers on the public test sets beside those of the peers of the same kind.
/// </summary>
internal static class IvpTable
{
    private const double MostOfThePeer = 3;

    private static readonly (string Solver, bool IsStiff, string[] Peers)[] Solvers =
    [
        ("radau5", true, ["Radau"]),
        ("rodas5p", true, []),
        ("bdf", true, ["BDF", "LSODA"]),
        ("dopri5", false, ["RK45"]),
        ("tsit5", false, ["RK45"]),
        ("dop853", false, ["DOP853"]),
    ];

    /// <summary>Arguments: problems or `all`, tolerances, solvers or `all`, each with commas between; the peers' file.
    /// </summary>
    public static void Print(TextWriter output, ReadOnlySpan<string> arguments)
    {
        string[] names = Names(arguments, 0, "all");
        double[] tolerances = [.. Names(arguments, 1, "1e-4,1e-6,1e-8,1e-10").Select(Parse)];
        string[] solvers = Names(arguments, 2, "all");
        string recorded = arguments.Length > 3 ? arguments[3] : Path.Combine("bench", "peers", "scipy_ivp.csv");
        IReadOnlyList<PeerRun> peers = File.Exists(recorded) ? PeerRun.Read(recorded) : [];
        output.WriteLine("| problem | rtol | solver | error | error / rtol | evaluations | factorizations | accepted | "
            + "rejected | best peer | its error | its evaluations | ratio |");
        output.WriteLine("|---|---|---|---|---|---|---|---|---|---|---|---|---|");
        List<string> slopes = [];
        List<string> ratios = [];
        foreach (IvpProblem problem in IvpProblems.All.Where(p => names[0] == "all" || names.Contains(p.Name)))
        {
            foreach ((string solver, bool isStiff, string[] kind) in Solvers)
            {
                if (isStiff == problem.IsStiff && (solvers[0] == "all" || solvers.Contains(solver)))
                {
                    (double Error, double Ratio)[] runs =
                        [.. tolerances.Select(rtol => Row(output, problem, solver, rtol, kind, peers))];
                    slopes.Add(Slope(problem.Name, solver, tolerances, [.. runs.Select(static run => run.Error)]));
                    ratios.Add(Ratios(problem.Name, solver, [.. runs.Select(static run => run.Ratio)]));
                }
            }
        }

        output.WriteLine();
        output.WriteLine("| problem | solver | slope of log error over log rtol |");
        output.WriteLine("|---|---|---|");
        slopes.ForEach(output.WriteLine);
        output.WriteLine();
        output.WriteLine("| problem | solver | geometric mean of the ratios | largest |");
        output.WriteLine("|---|---|---|---|");
        ratios.Where(static line => line.Length > 0).ToList().ForEach(output.WriteLine);
    }

    private static (double Error, double Ratio) Row(
        TextWriter output, IvpProblem problem, string solver, double rtol, string[] kind, IReadOnlyList<PeerRun> peers)
    {
        IntegrationSettings settings = new()
        {
            Tolerances = new(rtol, rtol * problem.Floor),
            MaxSeconds = 300,
        };
        IntegrationResult result = new Integrator(problem.ToProblem(), SolverCatalog.Find(solver), settings).Run();
        bool hasEnded = result.Status == IntegrationStatus.EndReached;
        double error = hasEnded ? problem.Error(((ArrayVector)result.State).Values) : double.NaN;
        PeerRun? best = Best(problem, rtol, kind, peers);
        double peerError = best is null ? double.NaN : problem.Error(best.State);
        IntegrationStatistics counts = result.Statistics;
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {problem.Name} | {rtol:0e+0} | {solver} | {(hasEnded ? $"{error:0.0e+0}" : result.Status.Name)} | "
            + $"{error / rtol:0.00} | {counts.FieldEvaluations} | {counts.Factorizations} | {counts.AcceptedSteps} | "
            + $"{counts.RejectedSteps} | {Beside(error, peerError, best)} |"));
        return (error, error / peerError);
    }

    private static PeerRun? Best(IvpProblem problem, double rtol, string[] kind, IReadOnlyList<PeerRun> peers) => peers
        .Where(peer => peer.Problem == problem.Name && peer.Rtol == rtol && kind.Contains(peer.Method))
        .Where(static peer => peer.State.Length > 0)
        .MinBy(peer => problem.Error(peer.State));

    private static string Beside(double error, double peerError, PeerRun? best)
    {
        if (best is null)
        {
            return "- | - | - | -";
        }

        string mark = error <= MostOfThePeer * peerError ? string.Empty : " (missed)";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{best.Method} | {peerError:0.0e+0} | {best.Evaluations} | {error / peerError:0.00}{mark}");
    }

    private static string Slope(string problem, string solver, double[] tolerances, double[] errors)
    {
        double[] x = [.. tolerances.Select(Math.Log10)];
        double[] y = [.. errors.Select(Math.Log10)];
        double slope = x.Zip(y, (a, b) => (a - x.Average()) * (b - y.Average())).Sum()
            / x.Sum(a => (a - x.Average()) * (a - x.Average()));
        string mark = slope is >= 0.7 and <= 1.3 ? string.Empty : " (missed)";
        return string.Create(CultureInfo.InvariantCulture, $"| {problem} | {solver} | {slope:0.00}{mark} |");
    }

    // Empty where there is no peer.
    private static string Ratios(string problem, string solver, double[] ratios)
    {
        double[] known = [.. ratios.Where(double.IsFinite)];
        return known.Length == 0 ? string.Empty : string.Create(
            CultureInfo.InvariantCulture,
            $"| {problem} | {solver} | {Math.Exp(known.Average(Math.Log)):0.00} | {known.Max():0.00} |");
    }

    private static string[] Names(ReadOnlySpan<string> arguments, int position, string otherwise) =>
        (arguments.Length > position ? arguments[position] : otherwise).Split(',');

    private static double Parse(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
