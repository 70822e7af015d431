namespace Flow.Experiments.Certifying;

/// <summary>Times at which a run is looked at so that a rate can be integrated between the recorded times: Gauss points
/// with three nodes in each panel.</summary>
internal static class AuditPath
{
    private const int MostPanels = 200_000;
    private const double Node = 0.77459666924148337704; // sqrt(3/5)
    private static readonly (double Node, double Weight)[] Rule = [(-Node, 5.0 / 18), (0, 8.0 / 18), (Node, 5.0 / 18)];

    /// <summary>The nodes with their weights in the integral over time, and the recorded times with weight 0, in
    /// order.</summary>
    /// <param name="recorded">The recorded times, ascending.</param>
    /// <param name="steps">The ends of steps that resolve the solution; panels end there and at recorded times.</param>
    public static IReadOnlyList<(double Time, double Weight)> Through(
        IReadOnlyList<double> recorded, IReadOnlyList<double> steps)
    {
        var (first, last) = (recorded[0], recorded[^1]);
        var stride = 1 + (steps.Count / MostPanels);
        var ends = steps.Where((time, i) => i % stride == 0 && time > first && time < last).ToList();
        var path = new List<(double, double)> { (first, 0) };
        var (start, next) = (first, 0);
        foreach (var time in recorded.Skip(1))
        {
            for (; next < ends.Count && ends[next] < time; next++)
            {
                AddPanel(path, start, ends[next]);
                start = ends[next];
            }

            AddPanel(path, start, time);
            path.Add((time, 0));
            start = time;
        }

        return path;
    }

    private static void AddPanel(List<(double Time, double Weight)> path, double start, double end)
    {
        var (middle, half) = (start + (0.5 * (end - start)), 0.5 * (end - start));
        foreach (var (node, weight) in half > 0 ? Rule : [])
        {
            path.Add((Math.Clamp(middle + (node * half), start, end), 2 * half * weight));
        }
    }
}
