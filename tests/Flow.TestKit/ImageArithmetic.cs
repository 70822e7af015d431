using Flow.Symbolic.Expressions;
using Flow.Symbolic.Shapes;

namespace Flow.TestKit;

/// <summary>Convolutions written down as their definition, pixel by pixel.</summary>
internal static class ImageArithmetic
{
    /// <summary>A convolution or one of its adjoints.</summary>
    public static double[] Convolve(Convolution node, double[] first, double[] second, Func<Expr, int[]> sizes)
    {
        var own = sizes(node);
        var (a, b) = (sizes(node.Operands[0]), sizes(node.Operands[1]));
        var result = new double[own.Aggregate(1, static (count, size) => count * size)];
        var (x, k, z) = node.Role switch
        {
            ConvolutionRole.Input => ((result, own), (first, a), (second, b)),
            ConvolutionRole.Kernel => ((first, a), (result, own), (second, b)),
            _ => ((first, a), (second, b), (result, own)),
        };
        var (samples, inputs, outputs, size) = (x.Item2[0], x.Item2[2], z.Item2[2], k.Item2[1]);
        foreach (var (n, o, i) in Triples(samples, outputs, inputs))
        {
            foreach (var (q, row, column) in Triples(z.Item2[1], size, size))
            {
                if (Pixel(node.Form.Windows, q, row, column) is { } p)
                {
                    var atX = (((n * x.Item2[1]) + p) * inputs) + i;
                    var atK = (((((o * size) + row) * size) + column) * inputs) + i;
                    var atZ = (((n * z.Item2[1]) + q) * outputs) + o;
                    _ = node.Role switch
                    {
                        ConvolutionRole.Input => x.Item1[atX] += k.Item1[atK] * z.Item1[atZ],
                        ConvolutionRole.Kernel => k.Item1[atK] += x.Item1[atX] * z.Item1[atZ],
                        _ => z.Item1[atZ] += x.Item1[atX] * k.Item1[atK],
                    };
                }
            }
        }

        return result;
    }

    /// <summary>A sum over windows or its adjoint.</summary>
    public static double[] Sum(WindowSum node, double[] operand, Func<Expr, int[]> sizes)
    {
        var (own, other) = (sizes(node), sizes(node.Operands[0]));
        var result = new double[own.Aggregate(1, static (count, size) => count * size)];
        var windows = node.Windows;
        foreach (var (q, row, column) in Triples(windows.Output.Count, windows.Kernel, windows.Kernel))
        {
            if (Pixel(windows, q, row, column) is { } p)
            {
                var (to, from) = node.IsAdjoint ? (p, q) : (q, p);
                foreach (var (n, c, _) in Triples(own[0], own[2], 1))
                {
                    result[(((n * own[1]) + to) * own[2]) + c] += operand[(((n * other[1]) + from) * own[2]) + c];
                }
            }
        }

        return result;
    }

    /// <summary>The pixel at a position of a window; null in the padding.</summary>
    private static int? Pixel(WindowGeometry windows, int q, int row, int column)
    {
        var across = ((windows.Input.Width + (2 * windows.Padding) - windows.Kernel) / windows.Stride) + 1;
        var y = (q / across * windows.Stride) + row - windows.Padding;
        var x = (q % across * windows.Stride) + column - windows.Padding;
        return y < 0 || x < 0 || y >= windows.Input.Height || x >= windows.Input.Width
            ? null
            : (y * windows.Input.Width) + x;
    }

    private static IEnumerable<(int First, int Second, int Third)> Triples(int a, int b, int c) =>
        from first in Enumerable.Range(0, a)
        from second in Enumerable.Range(0, b)
        from third in Enumerable.Range(0, c)
        select (first, second, third);
}
