using System.Globalization;

namespace Flow.Benchmarks.Ivp;

/// <summary>A run of a peer as bench/peers/scipy_ivp.py records it.</summary>
internal sealed record PeerRun(
    string Problem, string Method, double Rtol, double Atol, long Evaluations, long Factorizations, double[] State)
{
    /// <summary>Reads the recorded lines.</summary>
    public static IReadOnlyList<PeerRun> Read(string path) =>
        [.. File.ReadLines(path).Where(static line => !line.StartsWith('#')).Select(Parse)];

    private static PeerRun Parse(string line)
    {
        var words = line.Split(',');
        double Number(int position) => double.Parse(words[position], CultureInfo.InvariantCulture);
        return new(
            words[0],
            words[1],
            Number(2),
            Number(3),
            (long)Number(4),
            (long)Number(6),
            [.. Enumerable.Range(7, words.Length - 7).Select(Number)]);
    }
}
