using Flow.Integrators.Problems;
using Flow.Integrators.Spaces;

namespace Flow.Integrators;

/// <summary>A linearization that counts its products.</summary>
internal sealed class CountedLinearization(ILinearization linearization, long count) : ILinearization
{
    public long Count { get; set; } = count;

    public bool IsSymmetricOnTangent => linearization.IsSymmetricOnTangent;

    public void MoveTo(double time, Vector state) => linearization.MoveTo(time, state);

    public void Multiply(Vector direction, Vector product)
    {
        Count++;
        linearization.Multiply(direction, product);
    }

    public bool TryTimeDerivative(Vector derivative) => linearization.TryTimeDerivative(derivative);
}
