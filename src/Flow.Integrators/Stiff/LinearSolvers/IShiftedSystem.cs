using Flow.Integrators.Spaces;
using Complex = System.Numerics.Complex;

namespace Flow.Integrators.Stiff.LinearSolvers;

/// <summary>The linear systems (s I - J) x = b of implicit methods, J = dF/dy at one point, for a real shift s and for
/// a complex one.</summary>
internal interface IShiftedSystem
{
    /// <summary>Whether J at a point costs so much that steps share it; otherwise it is taken anew for each step.
    /// </summary>
    bool KeepsJacobian { get; }

    /// <summary>Number of values that <see cref="Save"/> writes: J itself where it is kept.</summary>
    int MemoryLength { get; }

    /// <summary>Takes J at (t, y).</summary>
    /// <param name="time">t.</param>
    /// <param name="state">y.</param>
    /// <param name="derivative">F(t, y).</param>
    /// <param name="step">h, the scale of the changes of y.</param>
    void MoveTo(double time, Vector state, Vector derivative, double step);

    /// <summary>Prepares the real system.</summary>
    /// <param name="shift">s.</param>
    /// <returns>False where its matrix is singular or not finite.</returns>
    bool Prepare(double shift);

    /// <summary>Prepares the complex system.</summary>
    /// <param name="shift">s.</param>
    /// <returns>False where its matrix is singular or not finite.</returns>
    bool Prepare(Complex shift);

    /// <summary>Solves the real system.</summary>
    /// <param name="rightHandSide">b; its content is arbitrary afterwards.</param>
    /// <param name="solution">x; another vector than b.</param>
    /// <param name="reduction">The part of |b| to which an iterative method has to reduce the residual.</param>
    /// <returns>False where an iterative method does not get near it.</returns>
    bool Solve(Vector rightHandSide, Vector solution, double reduction);

    /// <summary>Solves the complex system; a complex vector is a pair of real and imaginary part.</summary>
    /// <param name="rightHandSide">b; its content is arbitrary afterwards.</param>
    /// <param name="solution">x; other vectors than b.</param>
    /// <param name="reduction">The part of |b| to which an iterative method has to reduce the residual.</param>
    /// <returns>False where an iterative method does not get near it.</returns>
    bool Solve(Vector[] rightHandSide, Vector[] solution, double reduction);

    /// <summary>Writes what a resumed run needs.</summary>
    /// <param name="memory"><see cref="MemoryLength"/> values.</param>
    void Save(Span<double> memory);

    /// <summary>Restores J; the systems have to be prepared again.</summary>
    /// <param name="memory"><see cref="MemoryLength"/> values.</param>
    void Load(ReadOnlySpan<double> memory);
}
