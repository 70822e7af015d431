using System.Globalization;
using Flow.Benchmarks.Smooth;

namespace Flow.Benchmarks.WorkPrecision;

/// <summary>The parts of the work-precision study.</summary>
internal static class PrecisionCommand
{
    private const int Networks = 30;

    private static readonly string[] Peers =
        [Path.Combine("bench", "peers", "scipy_precision.csv"), Path.Combine("bench", "peers", "cvode_flow.csv")];

    /// <summary>Arguments: the part, and what it needs.</summary>
    public static void Run(TextWriter output, ReadOnlySpan<string> arguments)
    {
        string[] words = [.. arguments];
        string At(int position, string otherwise) => words.Length > position ? words[position] : otherwise;
        int NumberAt(int position, int otherwise) =>
            words.Length > position ? int.Parse(words[position], CultureInfo.InvariantCulture) : otherwise;
        var runs = Path.Combine("runs", "precision");
        switch (At(0, string.Empty))
        {
            case "networks":
                var (set, directory) = (At(1, "smooth"), At(2, runs));
                NetworkStudy.Run(set, directory, NumberAt(3, 1), NumberAt(4, Networks));
                NetworkTables.Print(output, set, PrecisionPoint.Read(NetworkStudy.FileOf(set, directory)));
                break;
            case "run":
                NetworkRun.Print(
                    output, RandomNetwork.Of(At(1, "smooth"), NumberAt(2, 1)), At(3, "auto"), At(4, "1e-4,1e-6,1e-8"));
                break;
            case "problems":
                ProblemStudy.Run(At(2, runs), At(1, "all").Split(','));
                break;
            case "report":
                ProblemStudy.Report(output, At(1, runs), Peers);
                break;
            case "export":
                using (var flow = SmoothProblem.Named(At(1, "flow-swish50"), 1e-13))
                {
                    flow.Export(NamedFlow.Find(flow.Name), At(2, $"{flow.Name}.bin"));
                }

                break;
            case "seconds":
                var (program, file) = (At(2, "./cvode_flow"), At(3, "flow-swish50.bin"));
                SecondsTable.Print(output, At(1, "flow-swish50"), program, file, NumberAt(4, 10));
                break;
            default:
                throw new ArgumentException("say networks, run, problems, report, export or seconds");
        }
    }
}
