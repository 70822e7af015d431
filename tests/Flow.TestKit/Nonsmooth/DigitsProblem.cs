using System.Globalization;

namespace Flow.TestKit.Nonsmooth;

/// <summary>The ReLU network of the shared reference trajectories: optdigits 3 (+1) against 8 (-1) in file order, rows
/// of unit length, V_k[i,j] = sin(a + b i + c j + d i j + e k) over its norm, rho = 1, lambda = 0.01.</summary>
public static class DigitsProblem
{
    private const double Decay = 0.01;
    private const int Pixels = 64;

    private static readonly int[] Widths = [64, 32, 32, 1];

    /// <summary>The network and its initial state.</summary>
    /// <param name="rows">The lines of optdigits.csv.</param>
    public static (MaskedNetwork Network, double[] Start) Make(IEnumerable<string> rows)
    {
        var (inputs, targets) = (new List<double>(), new List<double>());
        var cells = rows.Select(static row => Array.ConvertAll(
            row.Split(','), static cell => double.Parse(cell, CultureInfo.InvariantCulture)));
        foreach (var values in cells)
        {
            if (values[Pixels] is 3 or 8)
            {
                var norm = Math.Sqrt(values[..Pixels].Sum(static x => x * x));
                inputs.AddRange(values[..Pixels].Select(x => x / norm));
                targets.Add(values[Pixels] == 3 ? 1 : -1);
            }
        }

        return (new MaskedNetwork(Widths, [.. inputs], [.. targets], isNormalised: true, Decay), Start(Widths));
    }

    /// <summary>The sines of the reference for any widths, each layer divided by its norm, then rho = 1.</summary>
    public static double[] Start(int[] widths)
    {
        var start = new List<double>();
        for (var k = 1; k < widths.Length; k++)
        {
            var layer = new double[widths[k] * widths[k - 1]];
            for (var p = 0; p < layer.Length; p++)
            {
                var (i, j) = (p / widths[k - 1], p % widths[k - 1]);
                layer[p] = Math.Sin(1.3 + (0.7 * i) + (1.1 * j) + (0.37 * i * j) + (2.3 * k));
            }

            var norm = Math.Sqrt(layer.Sum(static x => x * x));
            start.AddRange(layer.Select(x => x / norm));
        }

        return [.. start, 1];
    }
}
