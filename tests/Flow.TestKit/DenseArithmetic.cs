using System.Collections.Immutable;
using Flow.Symbolic.Expressions;

namespace Flow.TestKit;

/// <summary>Arithmetic on dense row-major arrays, written for plainness.</summary>
public static class DenseArithmetic
{
    /// <summary>r_{open} = c sum over the other indices of the product of the factors.</summary>
    /// <param name="coefficient">c.</param>
    /// <param name="factors">The elements of each factor, and the index of each of its dimensions.</param>
    /// <param name="sizes">The size of each index.</param>
    /// <param name="rank">The number of leading indices that are open.</param>
    public static double[] Contract(
        double coefficient,
        IReadOnlyList<(double[] Values, ImmutableArray<int> Indices)> factors,
        IReadOnlyList<int> sizes,
        int rank)
    {
        var result = new double[sizes.Take(rank).Aggregate(1, static (a, b) => a * b)];
        var position = new int[sizes.Count];
        var count = sizes.Aggregate(1, static (a, b) => a * b);
        for (var step = 0; step < count; step++)
        {
            var product = coefficient;
            foreach (var (values, indices) in factors)
            {
                product *= values[Offset(indices, position, sizes)];
            }

            result[Offset([.. Enumerable.Range(0, rank)], position, sizes)] += product;
            for (var k = position.Length - 1; k >= 0 && ++position[k] == sizes[k]; k--)
            {
                position[k] = 0;
            }
        }

        return result;
    }

    /// <summary>An elementary function of one number, or of two.</summary>
    public static double Apply(Primitive function, double a, double b) => function switch
    {
        Primitive.Exp => Math.Exp(a),
        Primitive.Log => Math.Log(a),
        Primitive.Sin => Math.Sin(a),
        Primitive.Cos => Math.Cos(a),
        Primitive.Tanh => Math.Tanh(a),
        Primitive.Sigmoid => 1 / (1 + Math.Exp(-a)),
        Primitive.Softplus => Math.Max(a, 0) + Math.Log(1 + Math.Exp(-Math.Abs(a))),
        _ => Piecewise(function, a, b),
    };

    /// <summary>Softmax or log-sum-exp of each row.</summary>
    /// <param name="values">The elements.</param>
    /// <param name="width">The length of a row.</param>
    /// <param name="isSoftmax">Which.</param>
    public static double[] Rows(double[] values, int width, bool isSoftmax)
    {
        var result = new List<double>();
        foreach (var row in values.Chunk(width))
        {
            var largest = row.Max();
            var sum = row.Sum(value => Math.Exp(value - largest));
            result.AddRange(isSoftmax
                ? row.Select(value => Math.Exp(value - largest) / sum)
                : [largest + Math.Log(sum)]);
        }

        return [.. result];
    }

    private static double Piecewise(Primitive function, double a, double b) => function switch
    {
        Primitive.Abs => Math.Abs(a),
        Primitive.Sign => Math.Sign(a),
        Primitive.Step => a > 0 ? 1 : 0,
        Primitive.Max => Math.Max(a, b),
        Primitive.Min => Math.Min(a, b),
        _ => throw new ArgumentOutOfRangeException(nameof(function)),
    };

    private static int Offset(ImmutableArray<int> indices, int[] position, IReadOnlyList<int> sizes)
    {
        var offset = 0;
        foreach (var index in indices)
        {
            offset = (offset * sizes[index]) + position[index];
        }

        return offset;
    }
}
