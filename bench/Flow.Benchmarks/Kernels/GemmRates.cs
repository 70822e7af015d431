using System.Globalization;
using System.Numerics;
using Flow.Backends.Cpu;
using Flow.Backends.Cpu.Gemm;

namespace Flow.Benchmarks.Kernels;

/// <summary>Rate of the products of one layer as a fraction of the peak measured in the same process.</summary>
internal static class GemmRates
{
    private static readonly (int M, int N, int K)[] Shapes =
    [
        (20, 10, 2), (32, 32, 32), (64, 64, 64), (128, 128, 128), (256, 256, 256), (200, 32, 32), (360, 32, 64),
        (360, 128, 128), (128, 128, 120), (256, 256, 120), (256, 256, 240), (96, 10, 50), (96, 50, 33), (256, 256, 784),
    ];

    /// <summary>Prints one line per shape.</summary>
    public static void Print<T>(TextWriter output, InstructionSet set, double peak)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        KernelSet<T> kernels = set.Kernels<T>();
        output.WriteLine($"{set} {typeof(T).Name}: fraction of peak {peak:F1} GF; NN, packed NT, TN, one-column NT");
        foreach ((int m, int n, int k) in Shapes)
        {
            using PlanBuffer<T> a = Filled(kernels, m, k), at = Filled(kernels, k, m), b = Filled(kernels, k, n);
            using PlanBuffer<T> v = Filled(kernels, n, k), c = Filled(kernels, m, n), f = Filled(kernels, m, 1);
            using PlanBuffer<T> w = Filled(kernels, 1, k);
            using PackedPanels<T> panels = kernels.AllocatePanels(k, n);
            kernels.PackTransposed(v.View, panels);
            double flops = 2.0 * m * n * k;
            double plain = flops / BestTime.Of(() => kernels.Multiply(Product.Plain(a.View, b.View), c.View));
            double packed = flops / BestTime.Of(() => kernels.Multiply(Product.Packed(a.View, panels), c.View));
            double left = flops / BestTime.Of(() => kernels.Multiply(Product.TransposedA(at.View, b.View), c.View));
            double dot = 2.0 * m * k
                / BestTime.Of(() => kernels.Multiply(Product.TransposedB(a.View, w.View), f.View));
            double pack = BestTime.Of(() => kernels.PackTransposed(v.View, panels)) / ((double)n * k);
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{m,5} x {n,4} x {k,4}: {plain / peak:P1} {packed / peak:P1} {left / peak:P1} {dot / peak:P1}; "
                + $"packing {pack:F2} ns/element; {flops / plain:F0} ns"));
        }
    }

    private static PlanBuffer<T> Filled<T>(KernelSet<T> kernels, int rows, int columns)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        PlanBuffer<T> buffer = kernels.Allocate(rows, columns);
        for (int i = 0; i < rows; i++)
        {
            Span<T> row = buffer.View.Row(i);
            for (int j = 0; j < columns; j++)
            {
                row[j] = T.CreateTruncating((((i * 31) + (j * 17)) % 23 / 23.0) - 0.5);
            }
        }

        return buffer;
    }
}
