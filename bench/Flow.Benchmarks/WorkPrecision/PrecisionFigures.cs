using Flow.Experiments.Outputs.Figures;

namespace Flow.Benchmarks.WorkPrecision;

/// <summary>The figures of the study: geometric means over the networks, a point for each tolerance at which a solver
/// has ended on all of them.</summary>
internal static class PrecisionFigures
{
    public static void Write(string directory, IReadOnlyList<PrecisionPoint> points, int networks)
    {
        Draw(directory, "evaluations", "evaluations and products", points, networks, static p => p.Evaluations);
        Draw(directory, "seconds", "seconds of the processor", points, networks, static p => p.Seconds);
    }

    private static void Draw(
        string directory,
        string name,
        string label,
        IReadOnlyList<PrecisionPoint> points,
        int networks,
        Func<PrecisionPoint, double> cost)
    {
        var series = PrecisionStudy.Solvers.Select(solver => Line(solver.Name, points, networks, cost)).ToList();
        var chart = new LineChart(
            $"True error against {name}, geometric means over {networks} random networks",
            new ChartAxis(label, IsLogarithmic: true),
            new ChartAxis("largest error of an output", IsLogarithmic: true),
            series);
        File.WriteAllText(Path.Combine(directory, $"work-precision-{name}.svg"), chart.ToSvg());
    }

    private static ChartSeries Line(
        string solver, IReadOnlyList<PrecisionPoint> points, int networks, Func<PrecisionPoint, double> cost)
    {
        var groups = points.Where(point => point.Solver == solver)
            .GroupBy(static point => point.Rtol)
            .Where(group => group.Count() == networks)
            .OrderByDescending(static group => group.Key)
            .Select(group => group.ToList())
            .ToList();
        return new ChartSeries(
            solver,
            [.. groups.Select(group => PrecisionTables.GeometricMean(group.Select(cost)))],
            [.. groups.Select(static group => PrecisionTables.GeometricMean(group.Select(static p => p.Error)))])
        {
            IsDashed = solver.StartsWith("cvode", StringComparison.Ordinal),
        };
    }
}
