using System.Numerics;
using Flow.Backends.Cpu;
using Flow.Backends.Cpu.Gemm;

namespace Flow.Backends.Tests.Cpu.Gemm;

/// <summary>
/// Every form of product on every instruction set against sums written out; all values are whole, so exact.
/// </summary>
public class ProductTests
{
    public static TheoryData<string> InstructionSets => KernelCases.InstructionSets;

    [Theory]
    [MemberData(nameof(InstructionSets))]
    public void Product_equals_written_out_sums_for_every_width(string set)
    {
        EveryWidth<double>(set);
        EveryWidth<float>(set);
    }

    [Theory]
    [MemberData(nameof(InstructionSets))]
    public void Product_equals_written_out_sums_for_every_depth(string set)
    {
        EveryDepth<double>(set);
        EveryDepth<float>(set);
    }

    [Theory]
    [MemberData(nameof(InstructionSets))]
    public void Product_equals_written_out_sums_for_every_height(string set)
    {
        EveryHeight<double>(set);
        EveryHeight<float>(set);
    }

    [Theory]
    [InlineData(2, 5, 900)]
    [InlineData(200, 7, 3)]
    [InlineData(99, 37, 801)]
    public void Product_equals_written_out_sums_across_blocks(int m, int n, int k)
    {
        string best = InstructionSet.Best.Name;
        AllForms<double>(best, m, n, k, padded: true);
        AllForms<float>(best, m, n, k, padded: true);
        AllForms<double>(best, m, n, k, padded: false);
    }

    private static void EveryWidth<T>(string set)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int lanes = KernelCases.Kernels<T>(set).Lanes;
        for (int n = 1; n <= (lanes == 1 ? 9 : (2 * lanes) + 3); n++)
        {
            AllForms<T>(set, 7, n, 3, padded: true);
            AllForms<T>(set, 5, n, 4, padded: false);
        }

        foreach (int vectors in (int[])[4, 5, 6, 7, 8, 9])
        {
            AllForms<T>(set, 13, vectors * lanes, 2, padded: true);
            AllForms<T>(set, 3, (vectors * lanes) - 1, 2, padded: false);
        }
    }

    private static void EveryDepth<T>(string set)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int lanes = KernelCases.Kernels<T>(set).Lanes;
        for (int k = 1; k <= (2 * lanes) + 3; k++)
        {
            AllForms<T>(set, 5, 3, k, padded: true);
            AllForms<T>(set, 2, lanes + 1, k, padded: false);
        }
    }

    private static void EveryHeight<T>(string set)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int lanes = KernelCases.Kernels<T>(set).Lanes;
        for (int m = 1; m <= 27; m++)
        {
            for (int vectors = 1; vectors <= 4; vectors++)
            {
                AllForms<T>(set, m, vectors * lanes, 2, padded: true);
            }
        }
    }

    private static void AllForms<T>(string set, int m, int n, int k, bool padded)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        KernelSet<T> kernels = KernelCases.Kernels<T>(set);
        int padTo = padded ? kernels.Lanes : 1;
        int gap = padded ? 0 : 2;
        using GuardedMatrix<T> a = new(m, k, padTo, gap), at = new(k, m, padTo, gap), b = new(k, n, padTo, gap);
        using GuardedMatrix<T> bt = new(n, k, padTo, gap), mask = new(m, n, padTo, gap);
        using PackedPanels<T> panels = kernels.AllocatePanels(k, n);
        a.Fill((i, j) => KernelCases.Digit(i, j));
        at.Fill((i, j) => KernelCases.Digit(j, i));
        b.Fill((i, j) => KernelCases.Digit(i, j, 1));
        bt.Fill((i, j) => KernelCases.Digit(j, i, 1));
        mask.Fill((i, j) => KernelCases.Digit(i, j, 2));
        double[,] product = WrittenOut(a, b);

        AllEpilogues(kernels, Product.Plain(a.View, b.View), mask, product, padTo, gap);
        AllEpilogues(kernels, Product.TransposedA(at.View, b.View), mask, product, padTo, gap);
        AllEpilogues(kernels, Product.TransposedB(a.View, bt.View), mask, product, padTo, gap);
        kernels.Pack(b.View, panels);
        AllEpilogues(kernels, Product.Packed(a.View, panels), mask, product, padTo, gap);
        kernels.PackTransposed(bt.View, panels);
        AllEpilogues(kernels, Product.Packed(a.View, panels), mask, product, padTo, gap);
    }

    private static double[,] WrittenOut<T>(GuardedMatrix<T> a, GuardedMatrix<T> b)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double[,] product = new double[a.View.Rows, b.View.Columns];
        for (int i = 0; i < a.View.Rows; i++)
        {
            for (int j = 0; j < b.View.Columns; j++)
            {
                for (int k = 0; k < a.View.Columns; k++)
                {
                    product[i, j] += a.Value(i, k) * b.Value(k, j);
                }
            }
        }

        return product;
    }

    private static void AllEpilogues<T>(
        KernelSet<T> kernels, Factors<T> factors, GuardedMatrix<T> mask, double[,] product, int padTo, int gap)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using GuardedMatrix<T> c = new(factors.Rows, factors.Columns, padTo, gap);
        c.Fill((_, _) => double.NaN);
        kernels.Multiply(factors, c.View);
        c.AssertEquals((i, j) => product[i, j]);
        kernels.Multiply(factors, c.View, T.CreateTruncating(2), accumulate: true);
        c.AssertEquals((i, j) => 3 * product[i, j]);
        kernels.MultiplyMasked(factors, mask.View, c.View, T.CreateTruncating(-2));
        c.AssertEquals((i, j) => -2 * mask.Value(i, j) * product[i, j] + 0.0);
        kernels.MultiplyGated(factors, mask.View, c.View, T.CreateTruncating(4), accumulate: true);
        c.AssertEquals((i, j) => ((-2 * mask.Value(i, j)) + (mask.Value(i, j) > 0 ? 4 : 0)) * product[i, j] + 0.0);
        kernels.MultiplyRelu(factors, c.View);
        c.AssertEquals((i, j) => Math.Max(0, product[i, j]));
    }
}
