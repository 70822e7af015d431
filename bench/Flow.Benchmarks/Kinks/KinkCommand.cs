using System.Globalization;

namespace Flow.Benchmarks.Kinks;

/// <summary>What is measured and drawn of flows through kinks.</summary>
internal static class KinkCommand
{
    private static readonly string Recorded = Path.Combine("bench", "peers", "scipy_kinks.csv");

    /// <summary>Arguments: precision [end] [directory] [part of a solver's name], draw [directory], trajectories
    /// [directory], deflation [end], or pairs [part of a name] [end].</summary>
    /// <returns>The exit code.</returns>
    public static int Run(TextWriter output, string[] arguments)
    {
        string At(int position, string otherwise) => arguments.Length > position ? arguments[position] : otherwise;
        var runs = Path.Combine("runs", "kinks");
        switch (At(0, "precision"))
        {
            case "precision":
                var end = double.Parse(At(1, "20"), CultureInfo.InvariantCulture);
                KinkPrecision.Run(output, end, At(2, runs), Recorded, At(3, string.Empty));
                return 0;
            case "draw":
                KinkPrecision.Draw(At(1, runs), Recorded);
                return 0;
            case "trajectories":
                KinkTrajectories.Run(output, At(1, runs));
                return 0;
            case "deflation":
                KinkDeflation.Run(output, double.Parse(At(1, "100"), CultureInfo.InvariantCulture));
                return 0;
            case "pairs":
                KinkPairs.Run(
                    output, At(1, string.Empty), double.Parse(At(2, "5"), CultureInfo.InvariantCulture));
                return 0;
            default:
                output.WriteLine(
                    $"kinks {arguments[0]} is not known; say precision, draw, trajectories, deflation or pairs.");
                return 2;
        }
    }
}
