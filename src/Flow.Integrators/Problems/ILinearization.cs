using Flow.Integrators.Spaces;

namespace Flow.Integrators.Problems;

/// <summary>The derivative J = dF/dy of a vector field at one point, as an operator on directions.</summary>
public interface ILinearization
{
    /// <summary>Fixes the point (t, y) at which the products are taken; a copy of y is kept.</summary>
    /// <param name="time">t.</param>
    /// <param name="state">y, not to be changed.</param>
    /// <exception cref="VectorFieldException">The formula is singular at (t, y).</exception>
    void MoveTo(double time, Vector state);

    /// <summary>product = J direction at the point of the last <see cref="MoveTo"/>; a pure function of both.</summary>
    /// <param name="direction">A direction d, not to be changed.</param>
    /// <param name="product">J d, of the same space; another vector than d.</param>
    void Multiply(Vector direction, Vector product);
}
