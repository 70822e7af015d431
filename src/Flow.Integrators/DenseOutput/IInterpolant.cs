using Flow.Integrators.Spaces;

namespace Flow.Integrators.DenseOutput;

/// <summary>The continuous solution u(theta) inside one step from y(t) at theta = 0 to y(t + h) at theta = 1.</summary>
public interface IInterpolant
{
    /// <summary>The q for which u(theta) is exact to O(h^(q+1)) in one step.</summary>
    int Order { get; }

    /// <summary>Writes u(theta), not yet retracted.</summary>
    /// <param name="theta">Position in the step, in [0, 1].</param>
    /// <param name="destination">The vector to overwrite.</param>
    void Interpolate(double theta, Vector destination);
}
