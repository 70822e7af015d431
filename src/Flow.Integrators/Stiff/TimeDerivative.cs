using Flow.Integrators.Problems;
using Flow.Integrators.Spaces;

namespace Flow.Integrators.Stiff;

/// <summary>dF/dt at the start of a step: the problem's own, or a difference quotient inside the step.</summary>
internal sealed class TimeDerivative(OdeProblem problem)
{
    // Truncation and rounding error meet near 1e-10 of F / h on the time scale h.
    private const double Part = 1.0 / (1 << 20);
    private const double SmallestInUlps = 64;

    private readonly Vector _moved = problem.Space.Allocate();
    private readonly double[] _weights = new double[1];
    private readonly Vector[] _terms = new Vector[1];

    /// <summary>Writes dF/dt(t, y), one evaluation where the problem has none of its own.</summary>
    /// <param name="time">t.</param>
    /// <param name="newTime">The end of the step, which is not passed.</param>
    /// <param name="state">y, to which the problem's linearization has been moved.</param>
    /// <param name="derivative">F(t, y).</param>
    /// <param name="result">dF/dt.</param>
    public void Evaluate(double time, double newTime, Vector state, Vector derivative, Vector result)
    {
        if (problem.Linearization?.TryTimeDerivative(result) == true)
        {
            return;
        }

        var ulp = Math.BitIncrement(Math.Abs(time)) - Math.Abs(time);
        var later = Math.Min(time + Math.Max(Part * (newTime - time), SmallestInUlps * ulp), newTime);
        problem.Field.Evaluate(later, state, _moved);
        (_weights[0], _terms[0]) = (-1 / (later - time), derivative);
        problem.Space.LinearCombination(result, 1 / (later - time), _moved, 1, _weights, _terms);
    }
}
