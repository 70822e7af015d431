using Flow.Integrators.Constraints;
using Flow.Integrators.Nonsmooth;
using Flow.Integrators.Spaces;
using Flow.Integrators.Stiff.LinearSolvers;

namespace Flow.Integrators.Problems;

/// <summary>The initial value problem y' = F(t, y), y(t0) = y0, on t0 &lt;= t &lt;= tEnd, with y kept on a manifold
/// where a constraint is given.</summary>
public sealed record OdeProblem
{
    /// <summary>Creates the problem.</summary>
    /// <param name="space">The space that owns the vectors.</param>
    /// <param name="field">The right-hand side F.</param>
    /// <param name="initialTime">t0, finite.</param>
    /// <param name="initialState">y0, of <paramref name="space"/>; never changed by a solver.</param>
    /// <param name="endTime">tEnd, finite, not before t0; equal to t0 asks for the initial sample only.</param>
    /// <param name="constraint">The manifold of y, or null. y0 must lie on it: it is used as it is, so that a resumed
    /// run starts from the stored bits.</param>
    /// <exception cref="ArgumentNullException">The space, the field or y0 is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A time is not finite, or tEnd is before t0.</exception>
    public OdeProblem(
        IVectorSpace space,
        IVectorField field,
        double initialTime,
        Vector initialState,
        double endTime,
        IConstraintManifold? constraint = null)
    {
        ArgumentNullException.ThrowIfNull(space);
        ArgumentNullException.ThrowIfNull(field);
        ArgumentNullException.ThrowIfNull(initialState);
        Check.Finite(initialTime, "t0", "start at a finite time, such as 0");
        Check.Finite(endTime, "tEnd", "end at a finite time, such as 100");
        if (endTime < initialTime)
        {
            throw new ArgumentOutOfRangeException(
                nameof(endTime), Check.Text($"tEnd = {endTime:R} is before t0 = {initialTime:R}; choose tEnd >= t0"));
        }

        (Space, Field, InitialTime, InitialState) = (space, field, initialTime, initialState);
        (EndTime, Constraint) = (endTime, constraint);
    }

    /// <summary>The space that owns the vectors.</summary>
    public IVectorSpace Space { get; }

    /// <summary>The right-hand side F.</summary>
    public IVectorField Field { get; init; }

    /// <summary>Products with the derivative of F; null where F has none of its own, so that solvers that need them
    /// take difference quotients.</summary>
    public ILinearization? Linearization { get; init; }

    /// <summary>The kinks of F; null where F is smooth or its kinks are not known.</summary>
    public IKinkedField? Kinks { get; init; }

    /// <summary>Counts the linear algebra of the solvers.</summary>
    internal LinearWork Work { get; init; } = new();

    /// <summary>Counts what is met and evaluated at kinks.</summary>
    internal KinkWork KinkWork { get; init; } = new();

    /// <summary>t0.</summary>
    public double InitialTime { get; }

    /// <summary>y0.</summary>
    public Vector InitialState { get; internal init; }

    /// <summary>tEnd.</summary>
    public double EndTime { get; }

    /// <summary>The manifold of y, or null.</summary>
    public IConstraintManifold? Constraint { get; }
}
