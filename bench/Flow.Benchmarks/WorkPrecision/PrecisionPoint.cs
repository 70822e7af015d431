using System.Globalization;
using Flow.Integrators;

namespace Flow.Benchmarks.WorkPrecision;

/// <summary>A run: what it cost and how wrong it was.</summary>
/// <param name="Problem">The problem.</param>
/// <param name="Solver">The solver, of this program or of a peer.</param>
/// <param name="Rtol">rtol; of a fixed step, the step times the largest sharpness.</param>
/// <param name="Evaluations">Right-hand sides, those of difference quotients included.</param>
/// <param name="Seconds">Seconds of the processor on one thread, samples included.</param>
/// <param name="Error">The largest true error; NaN where the run did not reach the end.</param>
/// <param name="Status">How the run ended.</param>
internal sealed record PrecisionPoint(
    string Problem, string Solver, double Rtol, long Evaluations, double Seconds, double Error, string Status)
{
    public const string Header = "problem,solver,rtol,evaluations,seconds,error,status";

    /// <summary>Whether it reached the end.</summary>
    public bool HasEnded => Status == IntegrationStatus.EndReached.Name && double.IsFinite(Error);

    /// <summary>Its line of a file.</summary>
    public string Line => string.Create(
        CultureInfo.InvariantCulture,
        $"{Problem},{Solver},{Rtol:0.##e+0},{Evaluations},{Seconds:0.0000},{Error:0.000e+0},{Status}");

    /// <summary>The runs of a file; none where there is no file.</summary>
    public static IReadOnlyList<PrecisionPoint> Read(string path) => !File.Exists(path)
        ? []
        : [.. File.ReadLines(path).Where(static line => line != Header && !line.StartsWith('#')).Select(Parse)];

    /// <summary>The run of a line.</summary>
    public static PrecisionPoint Parse(string line)
    {
        var words = line.Split(',');
        double Number(int position) => double.Parse(words[position], CultureInfo.InvariantCulture);
        return new(words[0], words[1], Number(2), (long)Number(3), Number(4), Number(5), words[6]);
    }
}
