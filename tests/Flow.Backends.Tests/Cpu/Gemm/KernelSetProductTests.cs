using Flow.Backends.Cpu;
using Flow.Backends.Cpu.Gemm;
using Flow.Backends.Cpu.Threading;

namespace Flow.Backends.Tests.Cpu.Gemm;

/// <summary>What products promise besides their values: bits, allocation, tails, refusals.</summary>
public class KernelSetProductTests
{
    private static readonly KernelSet<double> Kernels = InstructionSet.Best.Kernels<double>();

    [Fact]
    public void Bits_do_not_depend_on_instruction_set_packing_or_rows_computed_together()
    {
        using GuardedMatrix<double> a = Irregular(23, 300), b = Irregular(300, 19), whole = new(23, 19);
        Kernels.Multiply(Product.Plain(a.View, b.View), whole.View);
        foreach (InstructionSet set in InstructionSet.All)
        {
            KernelSet<double> kernels = set.Kernels<double>();
            using PackedPanels<double> panels = kernels.AllocatePanels(300, 19);
            kernels.Pack(b.View, panels);
            using GuardedMatrix<double> c = new(23, 19, kernels.Lanes);
            kernels.Multiply(Product.Packed(a.View, panels), c.View);
            c.AssertEquals(whole.Value);
            for (int row = 0; row < 23; row += 5)
            {
                int count = Math.Min(5, 23 - row);
                kernels.Multiply(Product.Plain(a.View.SliceRows(row, count), b.View), c.View.SliceRows(row, count));
            }

            c.AssertEquals(whole.Value);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void Gradient_summed_over_chunks_has_the_bits_of_one_thread(int threads)
    {
        using GuardedMatrix<double> delta = Irregular(230, 9), h = Irregular(230, 14);
        using GuardedMatrix<double> alone = new(9, 14), shared = new(9, 14);
        using (ForkJoin inline = new(1))
        {
            GradientByChunks.Run(inline, delta.View, h.View, alone.View);
        }

        using ForkJoin pool = new(threads);
        for (int run = 0; run < 20; run++)
        {
            GradientByChunks.Run(pool, delta.View, h.View, shared.View);
            shared.AssertEquals(alone.Value);
        }
    }

    [Fact]
    public void Multiply_then_hands_over_every_row_once_and_finished()
    {
        using GuardedMatrix<double> a = Irregular(301, 17), b = Irregular(17, 33);
        using GuardedMatrix<double> c = new(301, 33, 4), expected = new(301, 33);
        Kernels.Multiply(Product.Plain(a.View, b.View), expected.View);
        Doubling tail = new();
        Kernels.MultiplyThen(Product.Plain(a.View, b.View), c.View, tail);
        c.AssertEquals((i, j) => 2 * expected.Value(i, j));
        Assert.Equal(301, tail.NextRow);
    }

    [Fact]
    public void Products_allocate_nothing()
    {
        using PlanBuffer<double> a = Kernels.Allocate(20, 10), b = Kernels.Allocate(10, 7), v = Kernels.Allocate(7, 10);
        using PlanBuffer<double> c = Kernels.Allocate(20, 7), d = Kernels.Allocate(20, 7), g = Kernels.Allocate(7, 10);
        using PackedPanels<double> panels = Kernels.AllocatePanels(10, 7);
        long allocated = -1;
        for (int run = 0; run < 3; run++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            Kernels.PackTransposed(v.View, panels);
            Kernels.MultiplyRelu(Product.Packed(a.View, panels), c.View);
            Kernels.Multiply(Product.Plain(a.View, b.View), c.View);
            Kernels.Multiply(Product.TransposedB(a.View, v.View), c.View);
            Kernels.MultiplyGated(Product.Plain(a.View, b.View), c.View, d.View, 1);
            Kernels.Multiply(Product.TransposedA(c.View, a.View), g.View, accumulate: true);
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.Equal(0, allocated);
    }

    [Fact]
    public void Relu_keeps_nan()
    {
        using GuardedMatrix<double> a = new(1, 1), b = new(1, 9), c = new(1, 9);
        a.Fill((_, _) => double.NaN);
        b.Fill((_, _) => 1);
        Kernels.MultiplyRelu(Product.Plain(a.View, b.View), c.View);
        c.AssertEquals((_, _) => double.NaN);
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_refused()
    {
        using GuardedMatrix<double> a = new(3, 4), b = new(4, 5), c = new(3, 5);
        Assert.Throws<ArgumentException>(() => Product.Plain(b.View, a.View));
        Assert.Throws<ArgumentException>(() => Product.TransposedA(a.View, b.View));
        Assert.Throws<ArgumentException>(() => Kernels.Multiply(Product.Plain(a.View, b.View), a.View));
        Assert.Throws<ArgumentException>(
            () => Kernels.MultiplyMasked(Product.Plain(a.View, b.View), a.View, c.View, 1));
        using PackedPanels<double> panels = Kernels.AllocatePanels(4, 4);
        Assert.Throws<ArgumentException>(() => Kernels.Pack(b.View, panels));
        using PackedPanels<double> others = Other().AllocatePanels(4, 5);
        Assert.Throws<ArgumentException>(() => Kernels.Multiply(Product.Packed(a.View, others), c.View));
    }

    private static KernelSet<double> Other() =>
        InstructionSet.All.Select(set => set.Kernels<double>()).First(kernels => kernels.Lanes != Kernels.Lanes);

    private static GuardedMatrix<double> Irregular(int rows, int columns) =>
        new GuardedMatrix<double>(rows, columns, 8).Fill((i, j) => Math.Sin((i * 0.7) + (j * 1.3)));

    /// <summary>G = delta^T H as a sum over chunks of samples, each with a partial sum of its own.</summary>
    private sealed class GradientByChunks(MatrixView<double> delta, MatrixView<double> h, PlanBuffer<double>[] parts)
        : IForkJoinWork
    {
        private const int ChunkRows = 48;

        public static void Run(ForkJoin pool, MatrixView<double> delta, MatrixView<double> h, MatrixView<double> g)
        {
            int chunks = (h.Rows + ChunkRows - 1) / ChunkRows;
            PlanBuffer<double>[] parts =
                [.. Enumerable.Range(0, chunks).Select(_ => Kernels.Allocate(delta.Columns, h.Columns))];
            pool.Run(new GradientByChunks(delta, h, parts), chunks);
            for (int i = 0; i < g.Rows; i++)
            {
                for (int j = 0; j < g.Columns; j++)
                {
                    g[i, j] = parts.Aggregate(0.0, (sum, part) => sum + part.View[i, j]);
                }
            }

            Array.ForEach(parts, part => part.Dispose());
        }

        public void Execute(int chunk, int worker)
        {
            int start = chunk * ChunkRows;
            int count = Math.Min(ChunkRows, h.Rows - start);
            Kernels.Multiply(
                Product.TransposedA(delta.SliceRows(start, count), h.SliceRows(start, count)), parts[chunk].View);
        }
    }

    private sealed class Doubling : IGemmTail<double>
    {
        public int NextRow { get; private set; }

        public void Finish(MatrixView<double> rows, int firstRow)
        {
            Assert.Equal(NextRow, firstRow);
            NextRow += rows.Rows;
            for (int i = 0; i < rows.Rows; i++)
            {
                foreach (ref double x in rows.Row(i))
                {
                    x *= 2;
                }
            }
        }
    }
}
