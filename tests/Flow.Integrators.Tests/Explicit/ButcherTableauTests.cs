using Flow.Integrators.Explicit;

namespace Flow.Integrators.Tests.Explicit;

public class ButcherTableauTests
{
    private const double Rounding = 2e-13;

    // The smallest residual that shows a violated condition; order 9 is missed by dop853 by little.
    private const double Violation = 1e-7;

    private static readonly Dictionary<string, ButcherTableau> Tableaus = new()
    {
        ["euler"] = Euler.Tableau,
        ["heun"] = Heun2.Tableau,
        ["rk4"] = RungeKutta4.Tableau,
        ["bosh3"] = BogackiShampine3.Tableau,
        ["dopri5"] = DormandPrince5.Tableau,
        ["tsit5"] = Tsitouras5.Tableau,
        ["dop853"] = DormandPrince8.Tableau,
    };

    public static TheoryData<string> All => [.. Tableaus.Keys];

    public static TheoryData<string, int> Estimates => new()
    {
        { "bosh3", 2 }, { "dopri5", 4 }, { "tsit5", 4 }, { "dop853", 5 },
    };

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(3, 2)]
    [InlineData(4, 4)]
    [InlineData(5, 9)]
    [InlineData(6, 20)]
    [InlineData(7, 48)]
    [InlineData(8, 115)]
    [InlineData(9, 286)]
    public void Rooted_trees_have_the_known_number(int order, int count) =>
        Assert.Equal(count, RootedTree.OfOrder(order).Count);

    [Theory]
    [MemberData(nameof(All))]
    public void Solution_satisfies_all_conditions_up_to_its_order_and_not_the_next(string solver)
    {
        var tableau = Tableaus[solver];
        Assert.Equal(SolverCatalog.Find(solver).Order, tableau.Order);
        AssertOrder(tableau, tableau.Weights, tableau.Order);
    }

    [Theory]
    [MemberData(nameof(Estimates))]
    public void Embedded_solution_satisfies_all_conditions_up_to_its_order_and_not_the_next(string solver, int order) =>
        AssertOrder(Tableaus[solver], Embedded(Tableaus[solver], Tableaus[solver].Estimate!.Weights), order);

    [Fact]
    public void Second_embedded_solution_of_dop853_has_order_3()
    {
        var tableau = DormandPrince8.Tableau;
        AssertOrder(tableau, Embedded(tableau, tableau.Estimate!.SecondWeights!), 3);
    }

    [Theory]
    [InlineData("dopri5", 4)]
    [InlineData("tsit5", 4)]
    [InlineData("dop853", 7)]
    public void Dense_output_satisfies_all_conditions_up_to_its_order_at_every_position(string solver, int order)
    {
        var tableau = Tableaus[solver];
        Assert.Equal(order, tableau.Dense!.Order);
        var weights = new double[tableau.Dense.StageCount];
        foreach (var theta in (double[])[0.1, 0.3, 0.5, 0.77, 0.9, 1])
        {
            tableau.Dense.Evaluate(theta, weights);
            var worst = Enumerable.Range(1, order).SelectMany(RootedTree.OfOrder)
                .Max(tree => tree.Residual(tableau.Rows, weights, theta));
            Assert.InRange(worst, 0, Rounding);
        }
    }

    [Theory]
    [InlineData("dopri5")]
    [InlineData("tsit5")]
    [InlineData("dop853")]
    public void Dense_output_meets_both_ends_with_their_derivatives(string solver)
    {
        var tableau = Tableaus[solver];
        var (at, after) = (new double[tableau.Dense!.StageCount], new double[tableau.Dense.StageCount]);
        tableau.Dense.Evaluate(1, at);
        Assert.Equal(tableau.Weights, at[..tableau.Weights.Count]);
        const double Shift = 1e-7;
        tableau.Dense.Evaluate(Shift, after);
        Assert.Equal(1, after[0] / Shift, 1e-3);
        Assert.All(after[1..], weight => Assert.Equal(0, weight / Shift, 1e-3));
        tableau.Dense.Evaluate(1 - Shift, after);
        for (var i = 0; i < at.Length; i++)
        {
            Assert.Equal(i == tableau.EndStage ? 1 : 0, (at[i] - after[i]) / Shift, 1e-3);
        }
    }

    // sum_ij (b_i a_ij + b_j a_ji - b_i b_j) Phi_i(u) Phi_j(v) = 0 for |u| + |v| <= q: how well quadratic invariants,
    // such as the norm of a weight matrix, are kept.
    [Theory]
    [InlineData("euler", 1)]
    [InlineData("heun", 3)]
    [InlineData("rk4", 4)]
    [InlineData("bosh3", 3)]
    [InlineData("dopri5", 5)]
    [InlineData("tsit5", 5)]
    [InlineData("dop853", 8)]
    public void Pseudo_symplectic_order_is_known(string solver, int order)
    {
        var worst = Enumerable.Range(2, order).ToDictionary(total => total, total => InvariantDefect(solver, total));
        Assert.All(worst.Where(pair => pair.Key <= order), pair => Assert.InRange(pair.Value, 0, Rounding));
        Assert.True(worst[order + 1] > Violation);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Rows_sum_to_their_nodes(string solver)
    {
        foreach (var (row, node) in Tableaus[solver].Rows.Zip(Tableaus[solver].Nodes))
        {
            Assert.Equal(node, row.Sum(), Rounding);
        }
    }

    [Theory]
    [InlineData("bosh3", true)]
    [InlineData("dopri5", true)]
    [InlineData("tsit5", true)]
    [InlineData("rk4", false)]
    [InlineData("dop853", false)]
    public void First_same_as_last_is_derived(string solver, bool expected) =>
        Assert.Equal(expected, Tableaus[solver].IsFirstSameAsLast);

    [Fact]
    public void Construction_refuses_a_row_that_does_not_sum_to_its_node() =>
        Assert.Throws<ArgumentException>(() => new ButcherTableau(2, [0, 0.5], [[], [0.4]], [0, 1]));

    [Fact]
    public void Construction_refuses_a_node_past_the_step() =>
        Assert.Throws<ArgumentException>(() => new ButcherTableau(2, [0, 1.5], [[], [1.5]], [0, 1]));

    [Fact]
    public void Construction_refuses_a_row_that_uses_later_stages() =>
        Assert.Throws<ArgumentException>(() => new ButcherTableau(2, [0, 0.5], [[], [0.25, 0.25]], [0, 1]));

    private static double InvariantDefect(string solver, int total)
    {
        var (rows, weights) = (Tableaus[solver].Rows, Tableaus[solver].Weights);
        double M(int i, int j) => (weights[i] * rows[i].ElementAtOrDefault(j))
            + (weights[j] * rows[j].ElementAtOrDefault(i)) - (weights[i] * weights[j]);
        var defects =
            from order in Enumerable.Range(1, total - 1)
            from left in RootedTree.OfOrder(order).Select(tree => tree.Stages(rows))
            from right in RootedTree.OfOrder(total - order).Select(tree => tree.Stages(rows))
            select Enumerable.Range(0, weights.Count).Sum(i =>
                Enumerable.Range(0, weights.Count).Sum(j => M(i, j) * left[i] * right[j]));
        return defects.Max(Math.Abs);
    }

    private static double[] Embedded(ButcherTableau tableau, IReadOnlyList<double> difference) =>
        [.. tableau.Rows.Select((_, i) => tableau.Weights.ElementAtOrDefault(i) - difference.ElementAtOrDefault(i))];

    private static void AssertOrder(ButcherTableau tableau, IReadOnlyList<double> weights, int order)
    {
        var worst = Enumerable.Range(1, order).SelectMany(RootedTree.OfOrder)
            .Max(tree => tree.Residual(tableau.Rows, weights));
        Assert.InRange(worst, 0, Rounding);
        Assert.True(RootedTree.OfOrder(order + 1).Max(tree => tree.Residual(tableau.Rows, weights)) > Violation);
    }
}
