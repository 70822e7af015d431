using System.Numerics;
using Flow.Backends.Cpu;
using Flow.Backends.Cpu.Elementwise;

namespace Flow.Backends.Tests.Cpu.Elementwise;

public class ElementwiseProgramTests
{
    public static TheoryData<string> InstructionSets => KernelCases.InstructionSets;

    [Theory]
    [MemberData(nameof(InstructionSets))]
    public void Program_equals_direct_evaluation_for_every_shape(string set)
    {
        EveryShape<double>(set);
        EveryShape<float>(set);
    }

    [Theory]
    [MemberData(nameof(InstructionSets))]
    public void Sum_counts_every_element_once_for_every_count(string set)
    {
        EveryCount<double>(set);
        EveryCount<float>(set);
    }

    [Fact]
    public void Operations_match_the_definitions()
    {
        double[] points = [-3.5, -1, -0.25, 0, 0.5, 1, 2.75, double.PositiveInfinity];
        foreach ((ElementwiseOperation operation, Func<double, double> f) in Unary)
        {
            AssertMatches((b, x) => b.Apply(operation, x), f, points);
        }

        foreach ((ElementwiseOperation operation, Func<double, double, double> f) in Binary)
        {
            AssertMatches((b, x) => b.Apply(operation, x, b.Constant(0.75)), x => f(x, 0.75), points);
        }

        AssertMatches(
            (b, x) => b.Apply(ElementwiseOperation.MultiplyAdd, x, x, b.Constant(2)), x => (x * x) + 2, points);
        AssertMatches((b, x) => b.Apply(ElementwiseOperation.Select, x, b.Constant(3), x), x => x > 0 ? 3 : x, points);
        foreach (int exponent in (int[])[-3, -1, 0, 1, 2, 3, 7, 12])
        {
            AssertMatches((b, x) => b.Power(x, exponent), x => WrittenOutPower(x, exponent), points[..7], 1e-15);
        }
    }

    [Fact]
    public void Maximum_and_minimum_propagate_nan_from_either_side()
    {
        foreach (InstructionSet set in InstructionSet.All)
        {
            ElementwiseOperation[] operations = [ElementwiseOperation.Max, ElementwiseOperation.Min];
            foreach (ElementwiseOperation operation in operations)
            {
                Assert.Equal([double.NaN], Run(set, [double.NaN], (b, x) => b.Apply(operation, x, b.Constant(1))));
                Assert.Equal([double.NaN], Run(set, [double.NaN], (b, x) => b.Apply(operation, b.Constant(1), x)));
            }
        }
    }

    [Fact]
    public void Output_may_be_the_view_of_an_input_that_is_read_later()
    {
        KernelSet<double> kernels = InstructionSet.Best.Kernels<double>();
        ElementwiseProgramBuilder builder = new();
        ElementwiseValue x = builder.Matrix(0);
        ElementwiseValue doubled = builder.Apply(ElementwiseOperation.Add, x, x);
        builder.Output(doubled, 0);
        builder.Output(builder.Apply(ElementwiseOperation.Subtract, doubled, x), 1);
        using GuardedMatrix<double> a = new(9, 70, 4), b = new(9, 70, 4);
        a.Fill((i, j) => KernelCases.Digit(i, j));
        kernels.Run(builder.Build(), 9, 70, [a.View], [a.View, b.View]);
        a.AssertEquals((i, j) => 2 * KernelCases.Digit(i, j));
        b.AssertEquals((i, j) => KernelCases.Digit(i, j));
    }

    [Fact]
    public void Program_drops_unused_results_and_shares_registers()
    {
        ElementwiseProgramBuilder builder = new();
        ElementwiseValue x = builder.Matrix(0);
        ElementwiseValue chain = x;
        for (int i = 0; i < 300; i++)
        {
            chain = builder.Apply(ElementwiseOperation.Add, chain, x);
        }

        builder.Apply(ElementwiseOperation.Exp, chain);
        builder.Output(chain, 0);
        ElementwiseProgram program = builder.Build();
        Assert.Equal(300, program.InstructionCount);
        Assert.True(program.Places.Length <= 4);
        Assert.Equal([301.0], Run(InstructionSet.Best, program, [1.0]));
    }

    [Fact]
    public void Run_allocates_nothing()
    {
        KernelSet<double> kernels = InstructionSet.Best.Kernels<double>();
        ElementwiseProgram program = Mixed();
        using PlanBuffer<double> x = kernels.Allocate(40, 10), y = kernels.Allocate(40, 10);
        using PlanBuffer<double> z = kernels.Allocate(40, 10);
        using PlanBuffer<double> row = kernels.Allocate(1, 10), column = kernels.Allocate(40, 1);
        Span<double> sums = stackalloc double[2];
        MatrixView<double>[] inputs = [x.View, row.View, column.View];
        MatrixView<double>[] outputs = [y.View, z.View];
        double[] scalars = [0.5];
        long allocated = -1;
        for (int run = 0; run < 3; run++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            kernels.Run(program, 40, 10, inputs, outputs, scalars, sums);
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.Equal(0, allocated);
    }

    [Fact]
    public void Misuse_is_refused()
    {
        KernelSet<double> kernels = InstructionSet.Best.Kernels<double>();
        ElementwiseProgramBuilder builder = new();
        ElementwiseValue x = builder.Matrix(0);
        Assert.Throws<ArgumentException>(() => builder.Apply(ElementwiseOperation.Add, x));
        Assert.Throws<ArgumentException>(() => builder.Apply(ElementwiseOperation.Exp, x, x));
        Assert.Throws<ArgumentOutOfRangeException>(() => builder.Output(new ElementwiseValue(7), 0));
        builder.Output(x, 0);
        Assert.Throws<ArgumentException>(() => builder.Output(x, 0));
        ElementwiseProgram program = builder.Build();
        using GuardedMatrix<double> a = new(2, 3), b = new(3, 2);
        Assert.Throws<ArgumentException>(() => kernels.Run(program, 2, 3, [], [a.View]));
        Assert.Throws<ArgumentException>(() => kernels.Run(program, 2, 3, [b.View], [a.View]));
    }

    private static IEnumerable<(ElementwiseOperation Operation, Func<double, double> Function)> Unary =>
    [
        (ElementwiseOperation.Copy, x => x),
        (ElementwiseOperation.Negate, x => -x),
        (ElementwiseOperation.Abs, Math.Abs),
        (ElementwiseOperation.Sign, x => Math.Sign(x)),
        (ElementwiseOperation.Step, x => x > 0 ? 1 : 0),
        (ElementwiseOperation.Relu, x => Math.Max(x, 0)),
        (ElementwiseOperation.Square, x => x * x),
        (ElementwiseOperation.Sqrt, Math.Sqrt),
        (ElementwiseOperation.Reciprocal, x => 1 / x),
    ];

    private static IEnumerable<(ElementwiseOperation Operation, Func<double, double, double> Function)> Binary =>
    [
        (ElementwiseOperation.Add, (a, b) => a + b),
        (ElementwiseOperation.Subtract, (a, b) => a - b),
        (ElementwiseOperation.Multiply, (a, b) => a * b),
        (ElementwiseOperation.Divide, (a, b) => a / b),
        (ElementwiseOperation.Max, Math.Max),
        (ElementwiseOperation.Min, Math.Min),
    ];

    private static double WrittenOutPower(double x, int exponent)
    {
        double power = 1;
        for (int i = 0; i < Math.Abs(exponent); i++)
        {
            power *= x;
        }

        return exponent < 0 ? 1 / power : power;
    }

    private static void AssertMatches(
        Func<ElementwiseProgramBuilder, ElementwiseValue, ElementwiseValue> write,
        Func<double, double> expected,
        double[] points,
        double tolerance = 0)
    {
        foreach (InstructionSet set in InstructionSet.All)
        {
            double[] got = Run(set, points, write);
            for (int i = 0; i < points.Length; i++)
            {
                double want = expected(points[i]);
                Assert.True(
                    got[i].Equals(want) || got[i] == want || Math.Abs(got[i] - want) <= tolerance * Math.Abs(want),
                    $"{set}: f({points[i]}) = {got[i]:R}, expected {want:R}.");
            }
        }
    }

    private static double[] Run(
        InstructionSet set, double[] points, Func<ElementwiseProgramBuilder, ElementwiseValue, ElementwiseValue> write)
    {
        ElementwiseProgramBuilder builder = new();
        builder.Output(write(builder, builder.Matrix(0)), 0);
        return Run(set, builder.Build(), points);
    }

    private static double[] Run(InstructionSet set, ElementwiseProgram program, double[] points)
    {
        using GuardedMatrix<double> x = new(1, points.Length), y = new(1, points.Length);
        x.Fill((_, j) => points[j]);
        set.Kernels<double>().Run(program, 1, points.Length, [x.View], [y.View]);
        y.AssertSurroundingsUntouched();
        return [.. Enumerable.Range(0, points.Length).Select(j => y.Value(0, j))];
    }

    // Outputs (x r + c) 2 + s and x - c; sums of the first output and of x^2. Whole numbers, hence exact.
    private static ElementwiseProgram Mixed()
    {
        ElementwiseProgramBuilder builder = new();
        ElementwiseValue x = builder.Matrix(0);
        ElementwiseValue row = builder.RowVector(1);
        ElementwiseValue column = builder.ColumnVector(2);
        ElementwiseValue affine = builder.Apply(ElementwiseOperation.MultiplyAdd, x, row, column);
        ElementwiseValue first = builder.Apply(
            ElementwiseOperation.MultiplyAdd, affine, builder.Constant(2), builder.Scalar(0));
        builder.Output(first, 0);
        builder.Output(builder.Apply(ElementwiseOperation.Subtract, x, column), 1);
        builder.Sum(first, 0);
        builder.Sum(builder.Apply(ElementwiseOperation.Square, x), 1);
        return builder.Build();
    }

    private static void EveryShape<T>(string set)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        KernelSet<T> kernels = KernelCases.Kernels<T>(set);
        ElementwiseProgram program = Mixed();
        int last = Math.Min((2 * kernels.Lanes) + 3, 35);
        foreach (int rows in (int[])[1, 2, 7, 150])
        {
            for (int columns = 1; columns <= last; columns += rows == 150 ? 5 : 1)
            {
                OneShape(kernels, program, rows, columns, kernels.Lanes, gap: 0);
                OneShape(kernels, program, rows, columns, padTo: 1, gap: 0);
                OneShape(kernels, program, rows, columns, padTo: 1, gap: 3);
            }
        }

        OneShape(kernels, program, 3, 1100, kernels.Lanes, gap: 0);
        OneShape(kernels, program, 2, 1101, padTo: 1, gap: 1);
    }

    private static void OneShape<T>(
        KernelSet<T> kernels, ElementwiseProgram program, int rows, int columns, int padTo, int gap)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using GuardedMatrix<T> x = new(rows, columns, padTo, gap), row = new(1, columns), column = new(rows, 1, padTo);
        using GuardedMatrix<T> first = new(rows, columns, padTo, gap), second = new(rows, columns, padTo, gap);
        x.Fill((i, j) => KernelCases.Digit(i, j));
        row.Fill((_, j) => KernelCases.Digit(3, j, 1));
        column.Fill((i, _) => KernelCases.Digit(i, 5, 2));
        double Expected(int i, int j) => (((x.Value(i, j) * row.Value(0, j)) + column.Value(i, 0)) * 2) - 3;

        double[] sums = [1000, 2000];
        kernels.Run(program, rows, columns, [x.View, row.View, column.View], [first.View, second.View], [-3], sums);
        first.AssertEquals(Expected);
        second.AssertEquals((i, j) => x.Value(i, j) - column.Value(i, 0));
        x.AssertSurroundingsUntouched();
        Assert.Equal(1000 + SumOver(rows, columns, Expected), sums[0]);
        Assert.Equal(2000 + SumOver(rows, columns, (i, j) => x.Value(i, j) * x.Value(i, j)), sums[1]);
    }

    private static double SumOver(int rows, int columns, Func<int, int, double> value)
    {
        double sum = 0;
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                sum += value(i, j);
            }
        }

        return sum;
    }

    private static void EveryCount<T>(string set)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        KernelSet<T> kernels = KernelCases.Kernels<T>(set);
        ElementwiseProgramBuilder builder = new();
        builder.Sum(builder.Matrix(0), 0);
        ElementwiseProgram program = builder.Build();
        for (int count = 1; count <= 600; count += count < 80 ? 1 : 37)
        {
            using GuardedMatrix<T> across = new(1, count, kernels.Lanes), down = new(count, 1, kernels.Lanes);
            using GuardedMatrix<T> tight = new(count, 1);
            foreach (GuardedMatrix<T> matrix in (GuardedMatrix<T>[])[across, down, tight])
            {
                matrix.Fill((i, j) => i + j + 1);
                double[] sums = [0];
                kernels.Run(program, matrix.View.Rows, matrix.View.Columns, [matrix.View], [], [], sums);
                Assert.Equal(count * (count + 1) / 2, sums[0]);
            }
        }
    }
}
