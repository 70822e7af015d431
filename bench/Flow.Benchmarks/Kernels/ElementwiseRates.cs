using System.Globalization;
using System.Numerics;
using Flow.Backends.Cpu;
using Flow.Backends.Cpu.Elementwise;

namespace Flow.Benchmarks.Kernels;

/// <summary>Nanoseconds per element of single operations and of a fused chain on a 96 x 128 block.</summary>
internal static class ElementwiseRates
{
    /// <summary>Prints one line per operation.</summary>
    public static void Print<T>(TextWriter output, InstructionSet set)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        KernelSet<T> kernels = set.Kernels<T>();
        output.WriteLine($"{set} {typeof(T).Name}: ns per element");
        foreach (ElementwiseOperation operation in (ElementwiseOperation[])
            [
                ElementwiseOperation.Relu, ElementwiseOperation.Exp, ElementwiseOperation.Log,
                ElementwiseOperation.Tanh,
                ElementwiseOperation.Sigmoid, ElementwiseOperation.Softplus, ElementwiseOperation.Sin,
            ])
        {
            ElementwiseProgramBuilder builder = new();
            builder.Output(builder.Apply(operation, builder.Matrix(0)), 0);
            Line(output, kernels, operation.ToString(), builder.Build(), 96, 128);
        }

        Line(output, kernels, "tanh, 1 - tanh^2 and sum", TanhAndDerivative(), 96, 128);
        Line(output, kernels, "the same, 20 x 10", TanhAndDerivative(), 20, 10);
        Line(output, kernels, "the same, 200 x 1", TanhAndDerivative(), 200, 1);
    }

    private static ElementwiseProgram TanhAndDerivative()
    {
        ElementwiseProgramBuilder builder = new();
        ElementwiseValue h = builder.Apply(ElementwiseOperation.Tanh, builder.Matrix(0));
        builder.Output(h, 0);
        ElementwiseValue square = builder.Apply(ElementwiseOperation.Square, h);
        builder.Output(builder.Apply(ElementwiseOperation.Subtract, builder.Constant(1), square), 1);
        builder.Sum(square, 0);
        return builder.Build();
    }

    private static void Line<T>(
        TextWriter output, KernelSet<T> kernels, string name, ElementwiseProgram program, int rows, int columns)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using PlanBuffer<T> x = kernels.Allocate(rows, columns), y = kernels.Allocate(rows, columns);
        using PlanBuffer<T> z = kernels.Allocate(rows, columns);
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                x.View[i, j] = T.CreateTruncating(((i + j) % 9 * 0.5) + 0.1);
            }
        }

        MatrixView<T>[] inputs = [x.View];
        MatrixView<T>[] outputs = [y.View, z.View];
        double[] sums = [0];
        double time = BestTime.Of(() => kernels.Run(program, rows, columns, inputs, outputs, default, sums));
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"  {name}: {time / ((double)rows * columns):F3} ({time:F0} ns a run)"));
    }
}
