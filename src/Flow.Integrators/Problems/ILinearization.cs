using Flow.Integrators.Spaces;

namespace Flow.Integrators.Problems;

/// <summary>The derivative J = dF/dy of a vector field at one point, as an operator on directions.</summary>
public interface ILinearization
{
    /// <summary>Whether P J P is symmetric, P the orthogonal projection onto the tangent space of the problem's
    /// manifold at a point on it (the identity without one): so for every gradient flow.</summary>
    bool IsSymmetricOnTangent => false;

    /// <summary>Fixes the point (t, y) at which the products are taken; a copy of y is kept.</summary>
    /// <param name="time">t.</param>
    /// <param name="state">y, not to be changed.</param>
    /// <exception cref="VectorFieldException">The formula is singular at (t, y).</exception>
    void MoveTo(double time, Vector state);

    /// <summary>product = J direction at the point of the last <see cref="MoveTo"/>; a pure function of both.</summary>
    /// <param name="direction">A direction d, not to be changed.</param>
    /// <param name="product">J d, of the same space; another vector than d.</param>
    void Multiply(Vector direction, Vector product);

    /// <summary>Writes dF/dt at the point of the last <see cref="MoveTo"/> where it is known; 0 for an autonomous
    /// field.</summary>
    /// <param name="derivative">dF/dt, untouched where it is not known.</param>
    /// <returns>Whether it is known.</returns>
    bool TryTimeDerivative(Vector derivative) => false;
}
