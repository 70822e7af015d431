using Flow.Integrators.Problems;

namespace Flow.Integrators.Stiff.LinearSolvers;

/// <summary>Which linear solver a stiff problem gets.</summary>
internal static class LinearSolverChoice
{
    /// <summary>Up to so many unknowns the Jacobian is a full matrix: n products and 2 n^3 / 3 operations for each
    /// factorization, beyond it Krylov methods need fewer of both.</summary>
    public const int LargestDense = 200;

    /// <summary>Makes the systems of a problem.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="tolerances">The weights of the error norm.</param>
    /// <param name="needsComplex">Whether complex systems are to be solved.</param>
    /// <param name="needsExactJacobian">Whether the order of the method needs J itself, not only Newton's iteration.
    /// </param>
    public static IShiftedSystem For(
        OdeProblem problem, Tolerances tolerances, bool needsComplex, bool needsExactJacobian) =>
        problem.Space.Layout.Length <= LargestDense
            ? new DenseSystem(problem, tolerances, needsComplex)
            : new KrylovSystem(problem, needsComplex, needsExactJacobian);
}
