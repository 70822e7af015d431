namespace Flow.Integrators.Stiff;

/// <summary>Weights of the values y_0 .. y_k at distinct nodes x_0 .. x_k in what is asked of the polynomial through
/// them.</summary>
internal static class PointPolynomial
{
    /// <summary>The values of the Lagrange polynomials at x.</summary>
    public static void Values(ReadOnlySpan<double> nodes, double x, Span<double> weights)
    {
        for (var i = 0; i < nodes.Length; i++)
        {
            weights[i] = 1;
            for (var l = 0; l < nodes.Length; l++)
            {
                weights[i] *= l == i ? 1 : (x - nodes[l]) / (nodes[i] - nodes[l]);
            }
        }
    }

    /// <summary>The slopes of the Lagrange polynomials at x.</summary>
    public static void Slopes(ReadOnlySpan<double> nodes, double x, Span<double> weights)
    {
        for (var i = 0; i < nodes.Length; i++)
        {
            weights[i] = 0;
            for (var m = 0; m < nodes.Length; m++)
            {
                weights[i] += m == i ? 0 : Product(nodes, x, i, m) / (nodes[i] - nodes[m]);
            }
        }
    }

    /// <summary>The divided difference over all nodes.</summary>
    public static void DividedDifference(ReadOnlySpan<double> nodes, Span<double> weights)
    {
        for (var i = 0; i < nodes.Length; i++)
        {
            weights[i] = 1;
            for (var l = 0; l < nodes.Length; l++)
            {
                weights[i] /= l == i ? 1 : nodes[i] - nodes[l];
            }
        }
    }

    private static double Product(ReadOnlySpan<double> nodes, double x, int i, int m)
    {
        var product = 1.0;
        for (var l = 0; l < nodes.Length; l++)
        {
            product *= l == i || l == m ? 1 : (x - nodes[l]) / (nodes[i] - nodes[l]);
        }

        return product;
    }
}
