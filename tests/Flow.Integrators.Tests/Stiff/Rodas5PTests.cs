using Flow.Integrators.Stiff;
using Flow.Integrators.Tests.Explicit;

namespace Flow.Integrators.Tests.Stiff;

/// <summary>The conditions sum_i b_i Phi_i(t) = 1 / gamma(t) of Rosenbrock methods: at a vertex with one child the
/// matrix alpha + Gamma, with several the matrix alpha (E. Hairer, G. Wanner, Solving Ordinary Differential Equations
/// II, 1996, IV.7).</summary>
public class Rodas5PTests
{
    // 17 digits of 16 coefficients of up to 170.
    private const double Rounding = 2e-14;

    private readonly RosenbrockTableau _tableau = Rodas5P.Tableau;
    private readonly double[][] _gamma;
    private readonly double[][] _alpha;

    public Rodas5PTests()
    {
        // Gamma = (I / gamma - C)^-1 and alpha = a Gamma, row by row.
        var count = _tableau.StageCount;
        _gamma = Square(count);
        for (var i = 0; i < count; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var sum = i == j ? 1 : 0.0;
                for (var k = j; k < i; k++)
                {
                    sum += _tableau.Couplings[i][k] * _gamma[k][j];
                }

                _gamma[i][j] = _tableau.Gamma * sum;
            }
        }

        _alpha = [.. _tableau.Arguments.Select(Transform)];
    }

    [Fact]
    public void Row_sums_are_the_nodes_and_the_weights_of_the_time_derivative()
    {
        for (var i = 0; i < _tableau.StageCount; i++)
        {
            Assert.Equal(_tableau.Nodes[i], _alpha[i].Sum(), Rounding);
            Assert.Equal(_tableau.TimeWeights[i], _gamma[i].Sum(), Rounding);
        }
    }

    [Fact]
    public void Step_satisfies_all_conditions_up_to_order_5_and_not_the_next() =>
        AssertOrder(_tableau.Order, [.. _tableau.Arguments[^1], 1], 1);

    [Fact]
    public void Embedded_step_satisfies_all_conditions_up_to_order_4_and_not_the_next() =>
        AssertOrder(_tableau.ErrorOrder - 1, _tableau.Arguments[^1], 1);

    [Theory]
    [InlineData(0.15)]
    [InlineData(0.5)]
    [InlineData(0.85)]
    public void Dense_output_satisfies_all_conditions_up_to_order_4_and_not_the_next(double theta)
    {
        double[] step = [.. _tableau.Arguments[^1], 1];
        AssertOrder(_tableau.DenseOrder, [.. step.Select((weight, i) => theta * (weight + ((1 - theta)
            * (_tableau.Dense[0][i] + (theta * (_tableau.Dense[1][i] + (theta * _tableau.Dense[2][i])))))))], theta);
    }

    // R(z) = 1 + z b' (I - z (alpha + Gamma))^-1 1 tends to 1 - b' (alpha + Gamma)^-1 1 = 0.
    [Fact]
    public void Stability_function_vanishes_at_infinity()
    {
        var weights = Transform([.. _tableau.Arguments[^1], 1]);
        var (count, solution) = (_tableau.StageCount, new double[_tableau.StageCount]);
        for (var i = 0; i < count; i++)
        {
            var sum = 1.0;
            for (var j = 0; j < i; j++)
            {
                sum -= (_alpha[i][j] + _gamma[i][j]) * solution[j];
            }

            solution[i] = sum / _gamma[i][i];
        }

        Assert.Equal(1, weights.Zip(solution, (b, x) => b * x).Sum(), 1e-11);
    }

    private void AssertOrder(int order, double[] weights, double theta)
    {
        var transformed = Transform(weights);
        for (var trees = 1; trees <= order; trees++)
        {
            Assert.All(RootedTree.OfOrder(trees), tree =>
                Assert.InRange(Residual(tree, transformed, theta), 0, Rounding));
        }

        Assert.Contains(RootedTree.OfOrder(order + 1), tree => Residual(tree, transformed, theta) > 1e-6);
    }

    private double Residual(RootedTree tree, double[] weights, double theta) => Math.Abs(
        weights.Zip(Stages(tree), (b, phi) => b * phi).Sum() - (Math.Pow(theta, tree.Order) / tree.Gamma));

    private double[] Stages(RootedTree tree)
    {
        var result = Enumerable.Repeat(1.0, _tableau.StageCount).ToArray();
        foreach (var child in tree.Children)
        {
            var inner = Stages(child);
            for (var i = 0; i < result.Length; i++)
            {
                result[i] *= Enumerable.Range(0, result.Length).Sum(j =>
                    (_alpha[i][j] + (tree.Children.Count == 1 ? _gamma[i][j] : 0)) * inner[j]);
            }
        }

        return result;
    }

    // A row of weights of the u as weights of the k.
    private double[] Transform(double[] row) => [.. Enumerable.Range(0, _tableau.StageCount).Select(j =>
        row.Select((weight, k) => weight * _gamma[k][j]).Sum())];

    private static double[][] Square(int count) => [.. Enumerable.Range(0, count).Select(_ => new double[count])];
}
