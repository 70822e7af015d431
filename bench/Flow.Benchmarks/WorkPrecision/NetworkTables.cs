using System.Globalization;

namespace Flow.Benchmarks.WorkPrecision;

/// <summary>CVODE's evaluations over those of this program at equal true errors, over all networks and by network.
/// </summary>
internal static class NetworkTables
{
    private const string Best = "best of CVODE";

    // Errors must be so many times those of the reference.
    private const double Certainty = 10;

    /// <summary>Prints the tables of a set.</summary>
    public static void Print(TextWriter output, string set, IReadOnlyList<PrecisionPoint> points)
    {
        var networks = points.GroupBy(static point => point.Problem)
            .Select(group => new Network(RandomNetwork.Of(set, RandomNetwork.SeedOf(group.Key)), Curves(group)))
            .OrderBy(static network => network.Kind.Seed)
            .ToList();
        foreach (var own in NetworkStudy.Own)
        {
            var failed = points.Where(p => p.Solver == own && !p.HasEnded).ToList();
            var runs = points.Count(p => p.Solver == own);
            output.WriteLine(Text($"{own} did not end in {failed.Count} of {runs} runs."));
            failed.ForEach(p => output.WriteLine(Text($"{p.Problem}: {p.Rtol:0e+0} {p.Status}")));
        }

        output.WriteLine();
        output.WriteLine("| ours | CVODE's | true error | networks | least | median | largest | below 1 |");
        output.WriteLine("|---|---|---|---|---|---|---|---|");
        string[] rivals = [.. NetworkStudy.Rivals.Select(static rival => rival.Name), Best];
        foreach (var own in NetworkStudy.Own)
        {
            foreach (var rival in rivals)
            {
                foreach (var level in NetworkStudy.Levels)
                {
                    List<double> ratios = [.. networks.Select(network => network.Ratio(own, rival, level))];
                    output.WriteLine(Row(own, rival, level, ratios));
                }
            }
        }

        PrintNetworks(output, networks, rivals);
    }

    private static void PrintNetworks(TextWriter output, List<Network> networks, string[] rivals)
    {
        var own = NetworkStudy.Own[0];
        output.WriteLine();
        var heads = rivals.Select(static rival => $"{rival} / ours");
        output.WriteLine($"| seed | network | {own} | {string.Join(" | ", heads)} |");
        output.WriteLine($"|---|---|---|{string.Concat(Enumerable.Repeat("---|", rivals.Length))}");
        foreach (var network in networks)
        {
            var costs = NetworkStudy.Levels.Select(level => Number(network.Cost(own, level), "0"));
            var cells = rivals.Select(rival => string.Join(
                ", ", NetworkStudy.Levels.Select(level => Number(network.Ratio(own, rival, level), "0.00"))));
            var (seed, kind, all) = (network.Kind.Seed, network.Kind.Kind, string.Join(", ", costs));
            output.WriteLine($"| {seed} | {kind} | {all} | {string.Join(" | ", cells)} |");
        }
    }

    private static Dictionary<string, WorkCurve> Curves(IEnumerable<PrecisionPoint> points)
    {
        var all = points.ToList();
        var doubt = all.Single(static point => point.Solver == NetworkStudy.Doubt).Error;
        return all.Where(point => point.HasEnded && point.Error > Certainty * doubt)
            .GroupBy(static point => point.Solver)
            .ToDictionary(
                static group => group.Key,
                static group => new WorkCurve(group.Select(static p => (p.Error, (double)p.Evaluations))));
    }

    private static string Row(string own, string rival, double level, List<double> ratios)
    {
        List<double> known = [.. ratios.Where(double.IsFinite).Order()];
        if (known.Count == 0)
        {
            return Text($"| {own} | {rival} | {level:0e+0} | 0 | - | - | - | - |");
        }

        var median = 0.5 * (known[(known.Count - 1) / 2] + known[known.Count / 2]);
        var below = known.Count(static ratio => ratio < 1);
        return Text($"| {own} | {rival} | {level:0e+0} | {known.Count} | {known[0]:0.00} | {median:0.00} ")
            + Text($"| {known[^1]:0.00} | {below} |");
    }

    private static string Number(double value, string format) =>
        double.IsFinite(value) ? value.ToString(format, CultureInfo.InvariantCulture) : "-";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private sealed record Network(RandomNetwork Kind, Dictionary<string, WorkCurve> Curves)
    {
        public double Ratio(string own, string rival, double level) => Cost(rival, level) / Cost(own, level);

        public double Cost(string solver, double level) => solver == Best
            ? NetworkStudy.Rivals.Select(rival => Cost(rival.Name, level)).Where(double.IsFinite)
                .DefaultIfEmpty(double.NaN).Min()
            : Curves.TryGetValue(solver, out var curve) ? curve.CostOf(level) : double.NaN;
    }
}
