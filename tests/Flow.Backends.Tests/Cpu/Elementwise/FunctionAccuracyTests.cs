using System.Numerics;
using Flow.Backends.Cpu;
using Flow.Backends.Cpu.Elementwise;

namespace Flow.Backends.Tests.Cpu.Elementwise;

/// <summary>The vector functions against 150-bit references, over the whole line and at its edges.</summary>
public class FunctionAccuracyTests
{
    /// <summary>Function and the bound of its error in units of the last place.</summary>
    public static TheoryData<ElementwiseOperation, double> Bounds => new()
    {
        { ElementwiseOperation.Exp, 1.1 },
        { ElementwiseOperation.Log, 1 },
        { ElementwiseOperation.LogOnePlus, 2 },
        { ElementwiseOperation.Tanh, 2.5 },
        { ElementwiseOperation.Sigmoid, 2 },
        { ElementwiseOperation.Softplus, 2.5 },
    };

    [Theory]
    [MemberData(nameof(Bounds))]
    public void Function_stays_within_its_bound(ElementwiseOperation operation, double bound)
    {
        double[] points = [.. Points(operation)];
        Check<double>(operation, points, bound, mantissaBits: 53, smallestExponent: -1074);
        Check<float>(operation, points, bound, mantissaBits: 24, smallestExponent: -149);
    }

    [Theory]
    [InlineData(ElementwiseOperation.Exp, double.NegativeInfinity, 0.0)]
    [InlineData(ElementwiseOperation.Exp, double.PositiveInfinity, double.PositiveInfinity)]
    [InlineData(ElementwiseOperation.Exp, 1e4, double.PositiveInfinity)]
    [InlineData(ElementwiseOperation.Exp, -1e4, 0.0)]
    [InlineData(ElementwiseOperation.Exp, 0.0, 1.0)]
    [InlineData(ElementwiseOperation.Exp, double.NaN, double.NaN)]
    [InlineData(ElementwiseOperation.Log, 0.0, double.NegativeInfinity)]
    [InlineData(ElementwiseOperation.Log, 1.0, 0.0)]
    [InlineData(ElementwiseOperation.Log, -1.0, double.NaN)]
    [InlineData(ElementwiseOperation.Log, double.NegativeInfinity, double.NaN)]
    [InlineData(ElementwiseOperation.Log, double.PositiveInfinity, double.PositiveInfinity)]
    [InlineData(ElementwiseOperation.Log, double.NaN, double.NaN)]
    [InlineData(ElementwiseOperation.LogOnePlus, -1.0, double.NegativeInfinity)]
    [InlineData(ElementwiseOperation.LogOnePlus, -2.0, double.NaN)]
    [InlineData(ElementwiseOperation.LogOnePlus, 0.0, 0.0)]
    [InlineData(ElementwiseOperation.LogOnePlus, double.PositiveInfinity, double.PositiveInfinity)]
    [InlineData(ElementwiseOperation.LogOnePlus, double.NaN, double.NaN)]
    [InlineData(ElementwiseOperation.Tanh, double.PositiveInfinity, 1.0)]
    [InlineData(ElementwiseOperation.Tanh, double.NegativeInfinity, -1.0)]
    [InlineData(ElementwiseOperation.Tanh, -0.0, -0.0)]
    [InlineData(ElementwiseOperation.Tanh, double.NaN, double.NaN)]
    [InlineData(ElementwiseOperation.Sigmoid, double.PositiveInfinity, 1.0)]
    [InlineData(ElementwiseOperation.Sigmoid, double.NegativeInfinity, 0.0)]
    [InlineData(ElementwiseOperation.Sigmoid, 0.0, 0.5)]
    [InlineData(ElementwiseOperation.Sigmoid, double.NaN, double.NaN)]
    [InlineData(ElementwiseOperation.Softplus, double.PositiveInfinity, double.PositiveInfinity)]
    [InlineData(ElementwiseOperation.Softplus, double.NegativeInfinity, 0.0)]
    [InlineData(ElementwiseOperation.Softplus, 1e4, 1e4)]
    [InlineData(ElementwiseOperation.Softplus, double.NaN, double.NaN)]
    [InlineData(ElementwiseOperation.Step, 0.0, 0.0)]
    [InlineData(ElementwiseOperation.Step, double.Epsilon * 1e30, 1.0)]
    [InlineData(ElementwiseOperation.Step, double.NaN, 0.0)]
    [InlineData(ElementwiseOperation.Sign, -3.0, -1.0)]
    [InlineData(ElementwiseOperation.Sign, 3.0, 1.0)]
    [InlineData(ElementwiseOperation.Sign, -0.0, -0.0)]
    [InlineData(ElementwiseOperation.Sign, double.NaN, double.NaN)]
    [InlineData(ElementwiseOperation.Relu, double.NaN, double.NaN)]
    [InlineData(ElementwiseOperation.Relu, double.NegativeInfinity, 0.0)]
    [InlineData(ElementwiseOperation.Relu, 2.5, 2.5)]
    public void Function_is_exact_at_the_edges(ElementwiseOperation operation, double x, double expected)
    {
        foreach (InstructionSet set in InstructionSet.All)
        {
            Assert.Equal(Bits(expected), Bits(Evaluate<double>(set, operation, [x])[0]));
            if (operation != ElementwiseOperation.Step || x == 0 || double.IsNaN(x))
            {
                Assert.Equal(Bits(expected), Bits(Evaluate<float>(set, operation, [x])[0]));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Bounds))]
    public void Function_has_the_same_bits_on_every_instruction_set(ElementwiseOperation operation, double bound)
    {
        Assert.True(bound > 0);
        double[] points = [.. Points(operation).Where((_, i) => i % 7 == 0)];
        foreach (InstructionSet set in InstructionSet.All)
        {
            Assert.Equal(
                Evaluate<double>(InstructionSet.Best, operation, points).Select(Bits),
                Evaluate<double>(set, operation, points).Select(Bits));
            Assert.Equal(
                Evaluate<float>(InstructionSet.Best, operation, points).Select(Bits),
                Evaluate<float>(set, operation, points).Select(Bits));
        }
    }

    [Fact]
    public void Sin_and_cos_are_those_of_the_runtime()
    {
        double[] points = [-1e6, -3, 0, 0.5, 1e300, double.NaN];
        Assert.Equal(points.Select(Math.Sin), Evaluate<double>(InstructionSet.Best, ElementwiseOperation.Sin, points));
        Assert.Equal(points.Select(Math.Cos), Evaluate<double>(InstructionSet.Best, ElementwiseOperation.Cos, points));
    }

    /// <summary>All NaN alike: their payload is nobody's business.</summary>
    private static long Bits(double x) => double.IsNaN(x) ? -1 : BitConverter.DoubleToInt64Bits(x);

    private static void Check<T>(
        ElementwiseOperation operation, double[] points, double bound, int mantissaBits, int smallestExponent)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // Rounding to single precision may land on the pole of a logarithm, which has its own test.
        double pole = operation == ElementwiseOperation.Log ? 0 : -1;
        double[] rounded = [.. points
            .Select(x => double.CreateTruncating(T.CreateTruncating(x)))
            .Where(x => double.IsFinite(x) && x != pole)];
        double[] got = Evaluate<T>(InstructionSet.Best, operation, rounded);
        double largest = typeof(T) == typeof(double) ? double.MaxValue : float.MaxValue;
        double worst = 0;
        double at = 0;
        for (int i = 0; i < rounded.Length; i++)
        {
            BigFloat exact = Reference(operation, BigFloat.From(rounded[i]));
            double error = Math.Abs(exact.ToDouble()) > largest
                ? (double.IsInfinity(got[i]) ? 0 : double.MaxValue)
                : exact.UlpError(got[i], mantissaBits, smallestExponent);
            if (error > worst)
            {
                (worst, at) = (error, rounded[i]);
            }
        }

        Assert.True(worst <= bound, $"{operation} of {typeof(T).Name}: {worst:F3} ulp at {at:R}, bound {bound}.");
    }

    private static BigFloat Reference(ElementwiseOperation operation, BigFloat x) => operation switch
    {
        ElementwiseOperation.Exp => BigFloat.Exp(x),
        ElementwiseOperation.Log => BigFloat.Log(x),
        ElementwiseOperation.LogOnePlus => BigFloat.LogOnePlus(x),
        ElementwiseOperation.Tanh => BigFloat.Tanh(x),
        ElementwiseOperation.Sigmoid => BigFloat.Sigmoid(x),
        _ => BigFloat.Softplus(x),
    };

    private static IEnumerable<double> Points(ElementwiseOperation operation)
    {
        // A golden-ratio walk: spread out, never on a lattice of the argument reduction.
        double walk = 0;
        for (int i = 0; i < 300; i++)
        {
            walk = (walk + 0.6180339887498949) % 1;
            double magnitude = Math.Pow(2, (walk * 70) - 60);
            double centred = walk - 0.5;
            foreach (double x in (double[])[magnitude, -magnitude, centred * 4, centred * 200, centred * 1490])
            {
                yield return Inside(operation, x);
            }
        }

        double[] edges = [709.7, 88.7, -87.4, -103.9, -708.5, -745.1, 1e-310, 1e-40, 1e-30, 0.70710678, 1.41421357];
        foreach (double x in edges)
        {
            yield return Inside(operation, x);
        }
    }

    private static double Inside(ElementwiseOperation operation, double x) => operation switch
    {
        ElementwiseOperation.Log => x == 0 ? 1 : Math.Abs(x),
        ElementwiseOperation.LogOnePlus => x <= -1 ? -1 / (1 - x) : x,
        _ => x,
    };

    private static unsafe double[] Evaluate<T>(InstructionSet set, ElementwiseOperation operation, double[] points)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        KernelSet<T> kernels = set.Kernels<T>();
        ElementwiseProgramBuilder builder = new();
        builder.Output(builder.Apply(operation, builder.Matrix(0)), 0);
        using GuardedMatrix<T> x = new(1, points.Length), y = new(1, points.Length);
        x.Fill((_, j) => points[j]);
        kernels.Run(builder.Build(), 1, points.Length, [x.View], [y.View]);
        y.AssertSurroundingsUntouched();
        return [.. Enumerable.Range(0, points.Length).Select(j => y.Value(0, j))];
    }
}
