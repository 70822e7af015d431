using Flow.Symbolic.Expressions;

namespace Flow.Backends.Reference;

/// <summary>The elementary functions of one double, by the runtime's mathematics library.</summary>
internal static class ElementaryFunctions
{
    /// <summary>The function of one operand.</summary>
    public static Func<double, double> Unary(Primitive function) => function switch
    {
        Primitive.Exp => Math.Exp,
        Primitive.Log => Math.Log,
        Primitive.Sin => Math.Sin,
        Primitive.Cos => Math.Cos,
        Primitive.Tanh => Math.Tanh,
        Primitive.Sigmoid => static z => z >= 0 ? 1 / (1 + Math.Exp(-z)) : Math.Exp(z) / (1 + Math.Exp(z)),
        Primitive.Softplus => static z => Math.Max(z, 0) + LogOnePlus(Math.Exp(-Math.Abs(z))),
        Primitive.Abs => Math.Abs,
        Primitive.Sign => static z => z > 0 ? 1 : z < 0 ? -1 : 0 * z,
        Primitive.Step => static z => z > 0 ? 1 : 0,
        _ => throw new ArgumentOutOfRangeException(nameof(function), function, "Not a function of one operand."),
    };

    /// <summary>The function of two operands.</summary>
    public static Func<double, double, double> Binary(Primitive function) => function switch
    {
        Primitive.Max => Math.Max,
        Primitive.Min => Math.Min,
        _ => throw new ArgumentOutOfRangeException(nameof(function), function, "Not a function of two operands."),
    };

    /// <summary>x -> x^q.</summary>
    public static Func<double, double> Power(Rational exponent)
    {
        if (exponent == new Rational(1, 2))
        {
            return Math.Sqrt;
        }

        if (!exponent.IsInteger || Rational.Abs(exponent) > 64)
        {
            var value = exponent.ToDouble();
            return x => Math.Pow(x, value);
        }

        var n = (int)exponent.Numerator;
        return x => IntegerPower(x, n);
    }

    /// <summary>x^n by repeated multiplication.</summary>
    public static double IntegerPower(double x, int n)
    {
        var result = 1.0;
        for (var i = 0; i < Math.Abs(n); i++)
        {
            result *= x;
        }

        return n < 0 ? 1 / result : result;
    }

    /// <summary>Softmax of a row, or its log-sum-exp as one value.</summary>
    public static double[] Row(double[] row, bool isSoftmax)
    {
        var max = row.Max();
        var exponentials = Array.ConvertAll(row, x => Math.Exp(x - max));
        var sum = exponentials.Sum();
        return isSoftmax ? Array.ConvertAll(exponentials, e => e / sum) : [max + Math.Log(sum)];
    }

    /// <summary>The largest value and the sum of e^{x - max}.</summary>
    public static (double Max, double Sum) ShiftedSum(ReadOnlySpan<double> row)
    {
        var (max, sum) = (double.NegativeInfinity, 0.0);
        foreach (var x in row)
        {
            max = Math.Max(max, x);
        }

        foreach (var x in row)
        {
            sum += Math.Exp(x - max);
        }

        return (max, sum);
    }

    /// <summary>log(1 + x) to full relative accuracy (W. Kahan's correction of the rounding of 1 + x).</summary>
    private static double LogOnePlus(double x)
    {
        var u = 1 + x;
        return u == 1 ? x : Math.Log(u) * x / (u - 1);
    }
}
