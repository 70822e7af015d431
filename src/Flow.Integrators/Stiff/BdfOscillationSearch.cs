using Flow.Integrators.Problems;
using Flow.Integrators.Spaces;

namespace Flow.Integrators.Stiff;

/// <summary>Looks for one oscillation in the last points: for A e^(i omega t) and equal steps h the central differences
/// obey d^(k+1) = -s^2 d^(k-1), s = 2 sin(omega h / 2).</summary>
internal sealed class BdfOscillationSearch(OdeProblem problem, Tolerances tolerances, BdfHistory history)
{
    // The part of the higher difference that may come from something else.
    private const double LargestRest = 0.5;

    private readonly double[] _high = new double[BdfOrderControl.LargestOrder + 1];
    private readonly double[] _low = new double[BdfOrderControl.LargestOrder + 1];
    private readonly Vector[] _terms = new Vector[BdfOrderControl.LargestOrder + 1];

    /// <summary>Looks at the point to come and the k + 1 points before it.</summary>
    /// <param name="order">k, 3 at least.</param>
    /// <returns>What is there, or what is not where there is no oscillation.</returns>
    public BdfOscillation Find(int order)
    {
        Fill(order);
        var (high, low) = (Norm(order, _high, 0), Norm(order, _low, 0));
        var square = high / low;
        if (!(square is > 0 and < 4) || Norm(order, _high, square) > LargestRest * high)
        {
            return BdfOscillation.None;
        }

        return new BdfOscillation(2 * Math.Asin(0.5 * Math.Sqrt(square)), low / Math.Pow(square, 0.5 * (order - 1)));
    }

    // The newest accepted point is left out: the terms are distances from it, and the weights add up to 0.
    private void Fill(int order)
    {
        var binomial = 1.0;
        for (var j = 0; j <= order + 1; j++)
        {
            Put(_high, j, binomial);
            binomial *= -(order + 1.0 - j) / (j + 1);
        }

        Array.Clear(_low);
        binomial = 1;
        for (var j = 0; j <= order - 1; j++)
        {
            Put(_low, j + 1, binomial);
            binomial *= -(order - 1.0 - j) / (j + 1);
        }

        _terms[0] = history.Differences[0];
        for (var j = 1; j <= order; j++)
        {
            _terms[j] = history.Differences[j];
        }
    }

    private static void Put(double[] weights, int point, double weight)
    {
        if (point != 1)
        {
            weights[point == 0 ? 0 : point - 1] = weight;
        }
    }

    // |d^(k+1) + square d^(k-1)|, or |d| of the given weights where the square is 0.
    private double Norm(int order, double[] weights, double square)
    {
        Span<double> sum = stackalloc double[BdfOrderControl.LargestOrder + 1];
        for (var j = 0; j <= order; j++)
        {
            sum[j] = weights[j] + (square * _low[j]);
        }

        return problem.Space.WeightedNorm(
            1, sum[..(order + 1)], _terms.AsSpan(0, order + 1), history.State, history.NextState, tolerances)
            .Of(tolerances.Norm);
    }
}
