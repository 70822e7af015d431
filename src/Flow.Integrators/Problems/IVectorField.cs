using Flow.Integrators.Spaces;

namespace Flow.Integrators.Problems;

/// <summary>The right-hand side F of y' = F(t, y).</summary>
public interface IVectorField
{
    /// <summary>Writes F(t, y) into <paramref name="derivative"/>; a pure function of t and y, so a run can be repeated
    /// and resumed bit by bit.</summary>
    /// <param name="time">t, dimensionless; never outside the interval of the problem.</param>
    /// <param name="state">y, not to be changed.</param>
    /// <param name="derivative">F(t, y), same layout as y; its old content is arbitrary.</param>
    /// <exception cref="VectorFieldException">The formula is singular at (t, y).</exception>
    void Evaluate(double time, Vector state, Vector derivative);
}
