using Flow.Symbolic.Expressions;

namespace Flow.Backends.Reference;

/// <summary>Convolutions and window sums by plain loops over windows, positions, samples and channels.</summary>
internal static class WindowLoops
{
    /// <summary>
    /// The slot of the trilinear form sum X_{npi} K_{oti} Z_{nqo} that is computed, by the other two.
    /// </summary>
    public static Tensor Convolve(Convolution node, Tensor first, Tensor second, int[] sizes)
    {
        var result = new Tensor(sizes, new double[sizes.Aggregate(1, static (count, size) => count * size)]);
        var (image, kernel, output) = node.Role switch
        {
            ConvolutionRole.Input => (result, first, second),
            ConvolutionRole.Kernel => (first, result, second),
            _ => (first, second, result),
        };
        var (x, k, z) = (image.Values, kernel.Values, output.Values);
        var (inputs, outputs, taps) = (image.Sizes[2], output.Sizes[2], kernel.Sizes[1] * kernel.Sizes[2]);
        foreach (var (window, pixel, tap) in node.Form.Windows.Taps)
        {
            for (var n = 0; n < image.Sizes[0]; n++)
            {
                var atX = ((n * image.Sizes[1]) + pixel) * inputs;
                var atZ = ((n * output.Sizes[1]) + window) * outputs;
                for (var o = 0; o < outputs; o++)
                {
                    Add(node.Role, x, atX, k, ((o * taps) + tap) * inputs, z, atZ + o, inputs);
                }
            }
        }

        return result;
    }

    /// <summary>The sum over each window, or for each pixel over the windows that contain it.</summary>
    public static Tensor Sum(WindowSum node, Tensor operand, int[] sizes)
    {
        var result = new double[sizes.Aggregate(1, static (count, size) => count * size)];
        foreach (var (window, pixel, _) in node.Windows.Taps)
        {
            var (from, to) = node.IsAdjoint ? (window, pixel) : (pixel, window);
            for (var n = 0; n < sizes[0]; n++)
            {
                for (var c = 0; c < sizes[2]; c++)
                {
                    result[(((n * sizes[1]) + to) * sizes[2]) + c] +=
                        operand.Values[(((n * operand.Sizes[1]) + from) * sizes[2]) + c];
                }
            }
        }

        return new(sizes, result);
    }

    private static void Add(
        ConvolutionRole role, double[] x, int atX, double[] k, int atK, double[] z, int atZ, int inputs)
    {
        for (var i = 0; i < inputs; i++)
        {
            switch (role)
            {
                case ConvolutionRole.Input:
                    x[atX + i] += k[atK + i] * z[atZ];
                    break;
                case ConvolutionRole.Kernel:
                    k[atK + i] += x[atX + i] * z[atZ];
                    break;
                default:
                    z[atZ] += x[atX + i] * k[atK + i];
                    break;
            }
        }
    }
}
