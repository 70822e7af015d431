using System.Globalization;

namespace Flow.Benchmarks.Kinks;

/// <summary>A run up to a time: its cost and its true error.</summary>
/// <param name="Solver">The solver.</param>
/// <param name="Setting">rtol or the step.</param>
/// <param name="Time">t.</param>
/// <param name="Evaluations">Right-hand sides over all samples.</param>
/// <param name="Cost">Right-hand sides with forward passes and passes of one sample as parts of one.</param>
/// <param name="Seconds">Seconds of the processor, 0 where not measured.</param>
/// <param name="Error">The largest error of an output rho f_n at t.</param>
internal sealed record KinkPoint(
    string Solver, double Setting, double Time, long Evaluations, double Cost, double Seconds, double Error)
{
    public const string Header = "solver,setting,t,evaluations,cost,seconds,error";

    /// <summary>The points of a file; lines that begin with # say where they come from.</summary>
    public static IEnumerable<KinkPoint> Read(string path) => File.ReadLines(path)
        .Where(static line => !line.StartsWith('#') && line != Header)
        .Select(static line => line.Split(','))
        .Select(static cells => new KinkPoint(
            cells[0],
            Number(cells[1]),
            Number(cells[2]),
            (long)Number(cells[3]),
            Number(cells[4]),
            Number(cells[5]),
            Number(cells[6])));

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Solver},{Setting:0.#####e+0},{Time},{Evaluations},{Cost:0},{Seconds:0.00},{Error:0.000e+0}");

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
