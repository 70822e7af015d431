using System.Globalization;
using Flow.Benchmarks.WorkPrecision;
using Flow.Integrators;

namespace Flow.Benchmarks.Kinks;

/// <summary>What an error costs with kinks located and with kinks stepped over, as samples and units grow.</summary>
internal static class KinkPairs
{
    private const long MostEvaluations = 20_000;
    private const string TwoDigits = "source: optdigits, classes: [3, 8], normalize: unit";
    private const string TenDigits = "source: optdigits, targets: one-hot, normalize: unit";

    private static readonly double[] Errors = [1e-4, 1e-5, 1e-6];
    private static readonly double[] Located = [1e-3, 1e-4, 1e-5, 1e-6];
    private static readonly double[] Stepped = [1e-3, 1e-4, 1e-5, 1e-6, 1e-7];

    private static readonly (string Name, string Yaml)[] Cases =
    [
        ("two digits, 357 samples, 32-32", Experiment(TwoDigits, "32, 32", 1)),
        ("two digits, 357 samples, 128-128", Experiment(TwoDigits, "128, 128", 1)),
        ("ten digits, 1797 samples, 32-32", Experiment(TenDigits, "32, 32", 10)),
        ("random, 5000 samples in 20 dimensions, 32-32", Experiment(Random(5000), "32, 32", 1)),
        ("ten digits, 1797 samples, 128-128", Experiment(TenDigits, "128, 128", 10)),
        ("random, 20000 samples in 20 dimensions, 32-32", Experiment(Random(20_000), "32, 32", 1)),
    ];

    /// <summary>Prints a row for each network whose name has a part.</summary>
    /// <param name="output">Receives the table.</param>
    /// <param name="part">Part of a name.</param>
    /// <param name="end">The end of the flow.</param>
    public static void Run(TextWriter output, string part, double end)
    {
        output.WriteLine("| network | pairs | crossings | error | pab: right-hand sides, s | dopri5 | ratio of s |");
        output.WriteLine("|---|---|---|---|---|---|---|");
        foreach (var (name, yaml) in Cases.Where(entry => entry.Name.Contains(part, StringComparison.Ordinal)))
        {
            using var problem = new KinkProblem(yaml, end);
            Measure(output, name, problem, end);
        }
    }

    private static void Measure(TextWriter output, string name, KinkProblem problem, double end)
    {
        var exact = problem.Rows(SolverCatalog.Find("pab"), 1e-7, null, [end])[0];
        var pab = Rows(problem, "pab", Located, exact, end);
        var dopri = Rows(problem, "dopri5", Stepped, exact, end);
        foreach (var error in Errors)
        {
            var (ownCost, ownSeconds) = (At(pab, error, static r => r.Cost), At(pab, error, static r => r.Seconds));
            var (cost, seconds) = (At(dopri, error, static r => r.Cost), At(dopri, error, static r => r.Seconds));
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {name} | {problem.Kinks.Samples * problem.Kinks.Units} | {exact.Counts.Kinks.Crossings} "
                + $"| {error:0e+0} | {ownCost:0}, {ownSeconds:0.00} | {cost:0}, {seconds:0.00} "
                + $"| {ownSeconds / seconds:0.00} |"));
        }
    }

    private static List<(double Error, KinkRow Row)> Rows(
        KinkProblem problem, string solver, double[] tolerances, KinkRow exact, double end)
    {
        // What is compiled at its first use counts for nobody.
        problem.Rows(SolverCatalog.Find(solver), 1e-1, null, [0.1]);
        return
        [
            .. tolerances
                .SelectMany(rtol => problem.Rows(SolverCatalog.Find(solver), rtol, null, [end], MostEvaluations))
                .Select(row => (row.Error(exact.Outputs), row)),
        ];
    }

    private static double At(
        List<(double Error, KinkRow Row)> rows, double error, Func<KinkRow, double> cost) =>
        new WorkCurve(rows.Select(entry => (entry.Error, cost(entry.Row)))).CostOf(error);

    private static string Random(int count) =>
        $"source: gaussian, count: {count}, dimension: 20, seed: 1, normalize: unit";

    private static string Experiment(string data, string widths, int outputs) => $$"""
        data: { {{data}} }
        model: {widths: [{{widths}}], output: {{outputs}}, activation: relu, weightDecay: 0.01}
        initialization: {kind: gaussian, rho: 1, seed: 0}
        flow: {tEnd: 5}
        backend: {threads: 1}
        """;
}
