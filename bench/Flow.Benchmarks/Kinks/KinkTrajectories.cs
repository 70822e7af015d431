using System.Globalization;
using Flow.Experiments.Outputs.Figures;
using Flow.Integrators;
using Flow.Integrators.Spaces;

namespace Flow.Benchmarks.Kinks;

/// <summary>How many pairs slide over time on the digits example, and one of them on its way.</summary>
internal static class KinkTrajectories
{
    private const double End = 100;
    private const double Rtol = 1e-6;

    // A slide as long as this shows in a figure, and there is as much to see before and after it.
    private const double ShortestSlide = 2;
    private const double LongestSlide = 8;

    /// <summary>Draws both figures and prints what they show.</summary>
    /// <param name="output">Receives the numbers.</param>
    /// <param name="directory">Receives the figures.</param>
    public static void Run(TextWriter output, string directory)
    {
        Directory.CreateDirectory(directory);
        using var problem = new KinkProblem(KinkProblem.Digits, End);
        var solver = SolverCatalog.Find("pab");
        List<(double Time, int Count)> counts = [];
        Dictionary<int, double> entered = [];
        List<(int Pair, double From, double To)> slides = [];
        var last = default(IntegrationStatistics);
        problem.Follow(solver, Rtol, step =>
        {
            var sliding = step.Pattern!.Sliding.ToArray();
            counts.Add((step.Time, sliding.Length));
            foreach (var pair in sliding)
            {
                entered.TryAdd(pair, step.Time);
            }

            foreach (var pair in entered.Keys.Except(sliding).ToList())
            {
                slides.Add((pair, entered[pair], step.Time));
                entered.Remove(pair);
            }

            last = step.Statistics;
        });
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{last.Kinks.Crossings} crossings, {last.Kinks.SlidesEntered} slides entered, {last.Kinks.SlidesLeft} "
            + $"left; at most {counts.Max(static c => c.Count)} pairs slide at once; {last.FieldEvaluations} "
            + $"evaluations, {last.Kinks.Forwards} forward passes"));
        Write(directory, "kinks-sliding", new LineChart(
            "Pairs of a sample and a unit that slide, ReLU 64-32-32-1 on 357 digits",
            new ChartAxis("t"),
            new ChartAxis("sliding pairs"),
            [new("pab", [.. counts.Select(static c => c.Time)], [.. counts.Select(static c => (double)c.Count)])]));
        var (chosen, from, to) = slides.First(static slide =>
            slide.To - slide.From is > ShortestSlide and < LongestSlide);
        Draw(output, problem, directory, chosen, from, to);
    }

    private static void Draw(
        TextWriter output, KinkProblem problem, string directory, int pair, double from, double to)
    {
        var (sample, unit) = (pair / problem.Kinks.Units, pair % problem.Kinks.Units);
        var row = new double[problem.Kinks.Units];
        List<(double Time, double Value, double Mask)> path = [];
        var margin = to - from;
        problem.Follow(SolverCatalog.Find("pab"), Rtol, step =>
        {
            if (step.Time > from - margin && step.Time < to + margin)
            {
                var masks = step.Pattern!.Masks.Slice(sample * row.Length, row.Length);
                problem.Kinks.ForwardSample(sample, (ArrayVector)step.State, masks, row);
                path.Add((step.Time, row[unit], masks[unit]));
            }
        });
        var largest = path.Max(static point => Math.Abs(point.Value));
        double[] times = [.. path.Select(static point => point.Time)];
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"sample {sample}, unit {unit}: slides from t = {from:0.00} to {to:0.00}; |z| up to {largest:0.0e+0}, "
            + $"while it slides "
            + $"{path.Where(p => p.Time >= from && p.Time < to).Max(static p => Math.Abs(p.Value)):0.0e+0}"));
        Write(directory, "kinks-unit", new LineChart(
            string.Create(CultureInfo.InvariantCulture, $"Unit {unit} of sample {sample} on its kink"),
            new ChartAxis("t"),
            new ChartAxis("mask m, z"),
            [
                new("mask m", times, [.. path.Select(static point => point.Mask)]) { IsDashed = true },
                new(
                    string.Create(CultureInfo.InvariantCulture, $"z / {largest:0.0e+0}"),
                    times,
                    [.. path.Select(point => point.Value / largest)]),
            ]));
    }

    private static void Write(string directory, string name, LineChart chart) =>
        File.WriteAllText(Path.Combine(directory, name + ".svg"), chart.ToSvg());
}
