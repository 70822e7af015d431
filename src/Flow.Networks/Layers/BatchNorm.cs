using Flow.Networks.Model;
using Flow.Symbolic.Expressions;
using Flow.Symbolic.Shapes;

namespace Flow.Networks.Layers;

/// <summary>
/// H = (Z - 1 m^T)/sqrt(v + epsilon) with the mean m_j and the biased variance v_j of each unit over the samples of
/// the batch (of each channel of an image over samples and pixels), times gamma_k plus beta_k where it is affine
/// (S. Ioffe, C. Szegedy, "Batch normalization: accelerating deep network training by reducing internal covariate
/// shift", 2015). N is the number of samples of the batch, so the gradients of parts of a batch do not add up to that
/// of the whole.
/// </summary>
/// <param name="epsilon">Added to the variance, at least 0.</param>
/// <param name="isAffine">Whether there are gamma_k and beta_k.</param>
public sealed class BatchNorm(Rational epsilon, bool isAffine) : Layer
{
    /// <inheritdoc />
    public override string Kind => "batch-norm";

    /// <summary>Added to the variance.</summary>
    public Rational Epsilon => epsilon;

    /// <summary>Whether there are gamma_k and beta_k.</summary>
    public bool IsAffine => isAffine;

    /// <inheritdoc />
    public override Expr Forward(GraphBuilder builder, Expr input)
    {
        if (!isAffine)
        {
            return builder.Normalize(input, epsilon, null);
        }

        var units = Shape.Of(input.Shape.Dimensions[^1]);
        var gain = builder.NewGain(units);
        var normalized = builder.Normalize(input, epsilon, gain);
        var scaled = Algebra.Einstein(input.Shape.Rank == 3 ? "npj,j->npj" : "nj,j->nj", normalized, gain);
        return scaled + Algebra.Broadcast(builder.NewShift(units), input.Shape.Dimensions.AsSpan()[..^1]);
    }

    /// <inheritdoc />
    public override string ToString() =>
        $"batch norm, epsilon {epsilon.ToDecimal()}{(isAffine ? ", affine" : string.Empty)}";
}
