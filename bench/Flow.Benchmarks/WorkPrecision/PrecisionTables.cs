using System.Globalization;

namespace Flow.Benchmarks.WorkPrecision;

/// <summary>The cost of deflated-adams in parts of the others at equal true errors, by network and over all.</summary>
internal static class PrecisionTables
{
    private const string Any = "best of cvode";

    public static double GeometricMean(IEnumerable<double> values) =>
        Math.Exp(values.Average(static value => Math.Log(value)));

    public static void Print(
        TextWriter output, IReadOnlyList<PrecisionPoint> points, IReadOnlyList<RandomNetwork> networks)
    {
        List<string> names = [.. PrecisionStudy.Solvers.Skip(1).Select(static solver => solver.Name)];
        List<(string Name, string[] Others)> rivals = [.. names.Select(static name => (name, new[] { name }))];
        string[] cvode = [.. names.Where(static name => name.StartsWith("cvode", StringComparison.Ordinal))];
        if (cvode.Length > 0)
        {
            rivals.Add((Any, cvode));
        }

        output.WriteLine($"{PrecisionStudy.Own} over each solver at equal true error, by network:");
        output.WriteLine();
        output.WriteLine(
            "| rival | cost | networks | geometric mean | least | median | largest | at most 1/2 | below 1 |");
        output.WriteLine("|---|---|---|---|---|---|---|---|---|");
        foreach (var (name, others) in rivals)
        {
            output.WriteLine(Row(name, "evaluations", Ratios(points, networks, others, static p => p.Evaluations)));
            output.WriteLine(Row(name, "seconds", Ratios(points, networks, others, static p => p.Seconds)));
        }

        if (cvode.Length > 0)
        {
            PrintNetworks(output, points, networks, cvode);
        }
    }

    private static void PrintNetworks(
        TextWriter output,
        IReadOnlyList<PrecisionPoint> points,
        IReadOnlyList<RandomNetwork> networks,
        string[] cvode)
    {
        output.WriteLine();
        output.WriteLine($"| seed | network | {string.Join(" | ", cvode)} | {Any} | the same, seconds |");
        output.WriteLine($"|---|---|{string.Concat(Enumerable.Repeat("---|", cvode.Length + 2))}");
        foreach (var network in networks)
        {
            RandomNetwork[] one = [network];
            var ratios = cvode
                .Select(name => Ratios(points, one, [name], static p => p.Evaluations)[0])
                .Append(Ratios(points, one, cvode, static p => p.Evaluations)[0])
                .Append(Ratios(points, one, cvode, static p => p.Seconds)[0]);
            output.WriteLine($"| {network.Seed} | {network.Kind} | {string.Join(" | ", ratios.Select(Number))} |");
        }
    }

    private static List<double> Ratios(
        IReadOnlyList<PrecisionPoint> points,
        IReadOnlyList<RandomNetwork> networks,
        string[] others,
        Func<PrecisionPoint, double> cost)
    {
        return [.. networks.Select(network => WorkCurve.Ratio(
            Curve(network, PrecisionStudy.Own), [.. others.Select(other => Curve(network, other))]))];

        WorkCurve Curve(RandomNetwork network, string solver) => new(points
            .Where(point => point.Seed == network.Seed && point.Solver == solver)
            .Select(point => (point.Error, cost(point))));
    }

    private static string Row(string name, string cost, List<double> ratios)
    {
        List<double> known = [.. ratios.Where(double.IsFinite).Order()];
        if (known.Count == 0)
        {
            return $"| {name} | {cost} | 0 | - | - | - | - | - | - |";
        }

        var median = 0.5 * (known[(known.Count - 1) / 2] + known[known.Count / 2]);
        string[] cells =
        [
            name,
            cost,
            known.Count.ToString(CultureInfo.InvariantCulture),
            .. new[] { GeometricMean(known), known[0], median, known[^1] }.Select(Number),
            .. new[] { 0.5, 1 }.Select(bound => known.Count(ratio => ratio <= bound))
                .Select(static count => count.ToString(CultureInfo.InvariantCulture)),
        ];
        return $"| {string.Join(" | ", cells)} |";
    }

    private static string Number(double value) =>
        double.IsFinite(value) ? value.ToString("0.00", CultureInfo.InvariantCulture) : "-";
}
