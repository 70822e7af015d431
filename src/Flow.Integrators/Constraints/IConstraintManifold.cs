using Flow.Integrators.Spaces;

namespace Flow.Integrators.Constraints;

/// <summary>The manifold on which the exact solution stays; solvers retract onto it at the end of each step only, which
/// keeps their order (Hairer, Lubich, Wanner, Geometric Numerical Integration, 2006, IV.4).</summary>
public interface IConstraintManifold
{
    /// <summary>How far a state is off the manifold.</summary>
    /// <param name="state">The state y.</param>
    /// <returns>The defect, 0 on the manifold, NaN where a retraction is impossible.</returns>
    double Defect(Vector state);

    /// <summary>Moves a state onto the manifold.</summary>
    /// <param name="state">The state y, changed in place.</param>
    /// <returns>The defect before, NaN where the retraction is impossible and y was left as it is.</returns>
    double Retract(Vector state);

    /// <summary>Projects a direction orthogonally onto the tangent space at a point.</summary>
    /// <param name="point">A state on the manifold.</param>
    /// <param name="direction">The direction, changed in place.</param>
    void ProjectTangent(Vector point, Vector direction);
}
