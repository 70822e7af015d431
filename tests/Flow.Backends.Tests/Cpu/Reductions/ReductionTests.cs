using System.Numerics;
using Flow.Backends.Cpu;

namespace Flow.Backends.Tests.Cpu.Reductions;

public class ReductionTests
{
    public static TheoryData<string> InstructionSets => KernelCases.InstructionSets;

    [Theory]
    [MemberData(nameof(InstructionSets))]
    public void Reductions_equal_written_out_sums_for_every_width(string set)
    {
        EveryWidth<double>(set);
        EveryWidth<float>(set);
    }

    [Theory]
    [MemberData(nameof(InstructionSets))]
    public void Softmax_and_log_sum_exp_are_stable_for_every_width(string set)
    {
        EveryRow<double>(set, 1e-14);
        EveryRow<float>(set, 1e-6);
    }

    [Theory]
    [MemberData(nameof(InstructionSets))]
    public void Single_precision_is_summed_in_double_precision(string set)
    {
        KernelSet<float> kernels = KernelCases.Kernels<float>(set);
        // 2^24 + 1 needs 25 bits, and so do the products and every sum on the way.
        using GuardedMatrix<float> a = new(20, 33, kernels.Lanes);
        a.Fill((_, _) => 16777215);
        const double square = 16777215.0 * 16777215.0;
        Assert.Equal(16777215.0 * 660, kernels.Sum(a.View));
        Assert.Equal(660 * square, kernels.SumOfSquares(a.View), 660 * square * 1e-14);
        a.Fill((i, j) => i == 0 && j == 0 ? 16777216 : 1);
        Assert.Equal(16777216.0 + 659, kernels.Dot(a.View, a.View) - (16777216.0 * 16777215.0));
        using GuardedMatrix<float> columns = new(1, 33, kernels.Lanes);
        kernels.ColumnSums(a.View, columns.View);
        columns.AssertEquals((_, j) => j == 0 ? (float)(16777216.0 + 19) : 20);
    }

    [Fact]
    public void Rows_of_infinities_have_limits_instead_of_nan()
    {
        KernelSet<double> kernels = InstructionSet.Best.Kernels<double>();
        using GuardedMatrix<double> a = new(3, 2), target = new(3, 1);
        double[] rows = [double.NegativeInfinity, double.PositiveInfinity, double.NaN];
        a.Fill((i, _) => rows[i]);
        kernels.RowLogSumExp(a.View, target.View);
        target.AssertEquals((i, _) => rows[i]);
        kernels.RowMax(a.View, target.View);
        target.AssertEquals((i, _) => rows[i]);
    }

    [Fact]
    public void Other_shapes_are_refused()
    {
        KernelSet<double> kernels = InstructionSet.Best.Kernels<double>();
        using GuardedMatrix<double> a = new(3, 2), b = new(2, 3);
        Assert.Throws<ArgumentException>(() => kernels.Dot(a.View, b.View));
        Assert.Throws<ArgumentException>(() => kernels.RowSums(a.View, b.View));
        Assert.Throws<ArgumentException>(() => kernels.RowSoftmax(a.View, b.View));
    }

    private static void EveryWidth<T>(string set)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        KernelSet<T> kernels = KernelCases.Kernels<T>(set);
        for (int columns = 1; columns <= (4 * kernels.Lanes) + 3; columns++)
        {
            OneWidth(kernels, columns, kernels.Lanes, 0);
            OneWidth(kernels, columns, 1, 0);
            OneWidth(kernels, columns, 1, 2);
        }
    }

    private static void OneWidth<T>(KernelSet<T> kernels, int columns, int padTo, int gap)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        const int rows = 5;
        using GuardedMatrix<T> a = new(rows, columns, padTo, gap), b = new(rows, columns, padTo, gap);
        using GuardedMatrix<T> perRow = new(rows, 1), perColumn = new(1, columns);
        a.Fill((i, j) => KernelCases.Digit(i, j));
        b.Fill((i, j) => KernelCases.Digit(i, j, 1));
        int[] all = [.. Enumerable.Range(0, rows)], across = [.. Enumerable.Range(0, columns)];
        Assert.Equal(all.Sum(i => across.Sum(j => a.Value(i, j))), kernels.Sum(a.View));
        Assert.Equal(all.Sum(i => across.Sum(j => a.Value(i, j) * b.Value(i, j))), kernels.Dot(a.View, b.View));
        Assert.Equal(all.Sum(i => across.Sum(j => a.Value(i, j) * a.Value(i, j))), kernels.SumOfSquares(a.View));
        kernels.RowSums(a.View, perRow.View);
        perRow.AssertEquals((i, _) => across.Sum(j => a.Value(i, j)));
        kernels.RowMax(a.View, perRow.View);
        perRow.AssertEquals((i, _) => across.Max(j => a.Value(i, j)));
        kernels.ColumnSums(a.View, perColumn.View);
        kernels.ColumnSums(b.View, perColumn.View, accumulate: true);
        perColumn.AssertEquals((_, j) => all.Sum(i => a.Value(i, j) + b.Value(i, j)));
    }

    private static void EveryRow<T>(string set, double tolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        KernelSet<T> kernels = KernelCases.Kernels<T>(set);
        foreach (int columns in Enumerable.Range(1, (2 * kernels.Lanes) + 3).Append(300))
        {
            using GuardedMatrix<T> a = new(4, columns, kernels.Lanes), softmax = new(4, columns, 1, 1);
            using GuardedMatrix<T> log = new(4, 1, kernels.Lanes);
            // Rows shifted by +-80 and 5000: exponentials would overflow or vanish in one precision or both.
            double[] shifts = [0, 80, -5000, 5000];
            a.Fill((i, j) => shifts[i] + (KernelCases.Digit(i, j) * 0.75));
            double SumOfExp(int i) => Enumerable.Range(0, columns).Sum(j => Math.Exp(a.Value(i, j) - shifts[i]));
            kernels.RowSoftmax(a.View, softmax.View);
            softmax.AssertEquals((i, j) => Math.Exp(a.Value(i, j) - shifts[i]) / SumOfExp(i), tolerance);
            kernels.RowLogSumExp(a.View, log.View);
            for (int i = 0; i < 4; i++)
            {
                double expected = shifts[i] + Math.Log(SumOfExp(i));
                Assert.InRange(log.Value(i, 0) - expected, -tolerance * 5010, tolerance * 5010);
            }

            log.AssertSurroundingsUntouched();
        }
    }
}
