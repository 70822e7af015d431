namespace Flow.Integrators.Tests.Explicit;

/// <summary>Rooted trees and the order conditions that belong to them: sum_i b_i Phi_i(t) = 1 / gamma(t)
/// (J. C. Butcher, Coefficients for the study of Runge-Kutta integration processes, 1963).</summary>
internal sealed record RootedTree(IReadOnlyList<RootedTree> Children)
{
    public int Order { get; } = 1 + Children.Sum(child => child.Order);

    public double Gamma { get; } =
        (1 + Children.Sum(child => child.Order)) * Children.Aggregate(1.0, (product, child) => product * child.Gamma);

    /// <summary>All trees of an order, each once.</summary>
    public static IReadOnlyList<RootedTree> OfOrder(int order) =>
        [.. Forests(order - 1, order - 1, int.MaxValue).Select(children => new RootedTree(children))];

    /// <summary>The elementary weights Phi_i(t) of all stages.</summary>
    public double[] Stages(IReadOnlyList<double[]> rows)
    {
        var result = Enumerable.Repeat(1.0, rows.Count).ToArray();
        foreach (var child in Children)
        {
            var inner = child.Stages(rows);
            for (var i = 0; i < rows.Count; i++)
            {
                result[i] *= rows[i].Select((weight, j) => weight * inner[j]).Sum();
            }
        }

        return result;
    }

    /// <summary>|sum_i b_i Phi_i(t) - theta^|t| / gamma(t)|.</summary>
    public double Residual(IReadOnlyList<double[]> rows, IReadOnlyList<double> weights, double theta = 1)
    {
        var stages = Stages(rows);
        return Math.Abs(weights.Select((weight, i) => weight * stages[i]).Sum() - (Math.Pow(theta, Order) / Gamma));
    }

    // Multisets of trees with a total order, built from trees in non-increasing (order, position).
    private static IEnumerable<IReadOnlyList<RootedTree>> Forests(int total, int largestOrder, int largestPosition)
    {
        if (total == 0)
        {
            yield return [];
        }

        for (var order = Math.Min(total, largestOrder); order >= 1; order--)
        {
            var trees = OfOrder(order);
            var last = order == largestOrder ? Math.Min(largestPosition, trees.Count - 1) : trees.Count - 1;
            for (var position = last; position >= 0; position--)
            {
                foreach (var rest in Forests(total - order, order, position))
                {
                    yield return [trees[position], .. rest];
                }
            }
        }
    }
}
