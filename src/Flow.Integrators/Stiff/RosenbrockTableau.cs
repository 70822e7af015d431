using Flow.Integrators.Explicit;

namespace Flow.Integrators.Stiff;

/// <summary>A stiffly accurate Rosenbrock-Wanner method in the variables u = Gamma k, which need no product with J:
/// (I / (h gamma) - J) u_i = F(t + c_i h, y + sum_j a_ij u_j) + sum_j (C_ij / h) u_j + h d_i dF/dt; the argument of the
/// last stage plus the last u is the step, and the last u its error estimate (E. Hairer, G. Wanner, Solving Ordinary
/// Differential Equations II, 1996, IV.7).</summary>
public sealed class RosenbrockTableau
{
    private RosenbrockTableau(int order, int errorOrder, int denseOrder, int stages, CoefficientTable table)
    {
        (Order, ErrorOrder, DenseOrder, StageCount) = (order, errorOrder, denseOrder, stages);
        Gamma = table.Row("gamma", 0, 1)[0];
        Nodes = table.Row("c", 0, stages);
        TimeWeights = table.Row("d", 0, stages);
        Arguments = [.. Enumerable.Range(0, stages).Select(i => table.Row("a", i, i))];
        Couplings = [.. Enumerable.Range(0, stages).Select(i => table.Row("C", i, i))];
        Dense = [.. Enumerable.Range(0, 3).Select(i => table.Row("h", i, stages))];
    }

    /// <summary>The order p.</summary>
    public int Order { get; }

    /// <summary>The k for which the estimate shrinks as h^k.</summary>
    public int ErrorOrder { get; }

    /// <summary>The order of the dense output.</summary>
    public int DenseOrder { get; }

    /// <summary>Number of stages.</summary>
    public int StageCount { get; }

    /// <summary>gamma, the diagonal of Gamma.</summary>
    public double Gamma { get; }

    /// <summary>c.</summary>
    public IReadOnlyList<double> Nodes { get; }

    /// <summary>d, the row sums of Gamma.</summary>
    public IReadOnlyList<double> TimeWeights { get; }

    /// <summary>The rows of a; row i has i entries.</summary>
    public IReadOnlyList<double[]> Arguments { get; }

    /// <summary>The rows of C; row i has i entries.</summary>
    public IReadOnlyList<double[]> Couplings { get; }

    /// <summary>The rows h_2, h_3, h_4 of the dense output y0 + theta (y1 - y0 + (1 - theta) (h_2 + theta (h_3 +
    /// theta h_4)) u).</summary>
    public IReadOnlyList<double[]> Dense { get; }

    /// <summary>Reads Coefficients/NAME.txt.</summary>
    /// <param name="name">The name of the file.</param>
    /// <param name="order">The order p.</param>
    /// <param name="errorOrder">The k for which the estimate shrinks as h^k.</param>
    /// <param name="denseOrder">The order of the dense output.</param>
    /// <param name="stages">Number of stages.</param>
    /// <returns>The tableau.</returns>
    internal static RosenbrockTableau Load(string name, int order, int errorOrder, int denseOrder, int stages) =>
        new(order, errorOrder, denseOrder, stages, CoefficientTable.Load(typeof(RosenbrockTableau), name));
}
