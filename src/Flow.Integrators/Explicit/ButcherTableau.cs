using Flow.Integrators.DenseOutput;

namespace Flow.Integrators.Explicit;

/// <summary>An explicit Runge-Kutta method: k_i = F(t + c_i h, y + h sum_j a_ij k_j), y1 = y + h sum_i b_i
/// k_i.</summary>
/// <remarks>The stage at the end of the step, F(t + h, y1), is the last one of a method with FSAL (first same as last)
/// and stage number s of every other; extra rows of the dense output follow it.</remarks>
public sealed class ButcherTableau
{
    private const double RowSumTolerance = 1e-14;

    /// <summary>Creates and checks a tableau.</summary>
    /// <param name="order">The order p.</param>
    /// <param name="c">The nodes c_0 = 0, ..., c_(s-1), each in [0, 1].</param>
    /// <param name="a">The rows a_i of length i, row 0 empty.</param>
    /// <param name="b">The weights of the solution.</param>
    /// <param name="estimate">The embedded error estimate, or null.</param>
    /// <param name="bubble">The bubble rows of the dense output, or null for cubic Hermite interpolation.</param>
    /// <param name="denseOrder">The order q of the dense output.</param>
    /// <param name="extraNodes">Nodes of the stages that only the dense output needs.</param>
    /// <param name="extraRows">Rows of those stages.</param>
    /// <exception cref="ArgumentException">Lengths disagree, a row does not sum to its node, or a node is outside [0,
    /// 1]. </exception>
    public ButcherTableau(
        int order,
        double[] c,
        double[][] a,
        double[] b,
        ErrorEstimate? estimate = null,
        double[][]? bubble = null,
        int denseOrder = 3,
        double[]? extraNodes = null,
        double[][]? extraRows = null)
    {
        (Order, StageCount, Estimate) = (order, c.Length, estimate);
        IsFirstSameAsLast = c.Length > 1 && b[^1] == 0 && a[^1].SequenceEqual(b.SkipLast(1)) && c[^1] == 1;
        EndStage = IsFirstSameAsLast ? c.Length - 1 : c.Length;
        double[][] endRow = IsFirstSameAsLast ? [] : [b];
        Nodes = [.. c, .. endRow.Select(_ => 1.0), .. extraNodes ?? []];
        Rows = [.. a, .. endRow, .. extraRows ?? []];
        Weights = b;
        Dense = bubble is null ? null : new DenseWeights(
            denseOrder, b.Concat(Enumerable.Repeat(0.0, Nodes.Count - b.Length)), EndStage, bubble);
        Validate();
    }

    /// <summary>The order p.</summary>
    public int Order { get; }

    /// <summary>Number of stages s of a step.</summary>
    public int StageCount { get; }

    /// <summary>Whether the last stage is F(t + h, y1) and serves as the first of the next step.</summary>
    public bool IsFirstSameAsLast { get; }

    /// <summary>Index of the stage F(t + h, y1).</summary>
    public int EndStage { get; }

    /// <summary>c_i of all stages: those of the step, the end stage, the extra ones of the dense output.</summary>
    public IReadOnlyList<double> Nodes { get; }

    /// <summary>a_i of all stages in the order of <see cref="Nodes"/>; row i has at most i entries.</summary>
    public IReadOnlyList<double[]> Rows { get; }

    /// <summary>The weights b of the solution.</summary>
    public IReadOnlyList<double> Weights { get; }

    /// <summary>The embedded error estimate, or null.</summary>
    public ErrorEstimate? Estimate { get; }

    /// <summary>The dense output of the method's own, or null.</summary>
    public DenseWeights? Dense { get; }

    private void Validate()
    {
        if (Weights.Count != StageCount || Rows.Count != Nodes.Count)
        {
            throw new ArgumentException(
                $"{StageCount} nodes, {Weights.Count} weights and {Rows.Count} rows do not belong together");
        }

        for (var i = 0; i < Rows.Count; i++)
        {
            var magnitude = 1 + Rows[i].Sum(Math.Abs);
            if (Rows[i].Length > i || !(Math.Abs(Rows[i].Sum() - Nodes[i]) <= RowSumTolerance * magnitude))
            {
                throw new ArgumentException($"row {i} has more than {i} entries or does not sum to its node");
            }

            if (Nodes[i] is not (>= 0 and <= 1))
            {
                throw new ArgumentException($"node {i} is outside [0, 1]: the field would be evaluated past the step");
            }
        }
    }
}
