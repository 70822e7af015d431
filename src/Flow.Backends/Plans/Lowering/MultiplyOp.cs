using Flow.Symbolic.Expressions;

namespace Flow.Backends.Plans.Lowering;

/// <summary>C = c A P^T or c A P for a parameter matrix P, finished elementwise, or C += the same.</summary>
/// <param name="Destination">The slot of C.</param>
/// <param name="A">The slot of A.</param>
/// <param name="Parameter">The position of P among the parameter uses.</param>
/// <param name="Finish">What becomes of the product.</param>
/// <param name="Mask">The slot of M where the finish needs one; else -1.</param>
/// <param name="Accumulates">Whether the result is added to what C holds.</param>
internal sealed record MultiplyOp(
    int Destination,
    int A,
    int Parameter,
    ProductFinish Finish = ProductFinish.None,
    int Mask = -1,
    bool Accumulates = false) : SampleOp
{
    /// <summary>The factor c; 1 where the finish is a ReLU.</summary>
    public Rational Scale { get; init; } = Rational.One;

    /// <inheritdoc />
    public override IEnumerable<int> Reads
    {
        get
        {
            yield return A;
            if (Mask >= 0)
            {
                yield return Mask;
            }

            if (Accumulates)
            {
                yield return Destination;
            }
        }
    }

    /// <inheritdoc />
    public override IEnumerable<int> Writes => Accumulates ? [] : [Destination];
}
