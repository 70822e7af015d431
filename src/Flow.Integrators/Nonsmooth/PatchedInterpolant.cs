using Flow.Integrators.DenseOutput;
using Flow.Integrators.Problems;
using Flow.Integrators.Spaces;

namespace Flow.Integrators.Nonsmooth;

/// <summary>The path of a step with its kinks: y(s) = y_p - int_s^t1 F + sum_e int_s^t_e dF_e + D int_t0^s pi, over the
/// events e after s, with y_p the predicted end, F the polynomial after all events, dF_e what event e has added to it,
/// D the difference at the end and pi the polynomial of the corrector; what retraction and projections did grows
/// linearly. </summary>
internal sealed class PatchedInterpolant(OdeProblem problem, PatchedHistory history) : IInterpolant
{
    private readonly Vector _end = problem.Space.Allocate();
    private readonly Vector _rest = problem.Space.Allocate();
    private readonly Vector[] _terms = new Vector[2];
    private readonly double[] _weights = new double[2];
    private double _start;
    private double _newTime;

    public int Order => history.Count;

    public void Bind(
        double start, double newTime, Vector end, Vector shifts, Vector difference, double weight, Vector trial)
    {
        (_start, _newTime) = (start, newTime);
        (_terms[0], _weights[0]) = (shifts, 1);
        problem.Space.LinearCombination(_end, 1, end, -1, _weights.AsSpan(0, 1), _terms.AsSpan(0, 1));
        (_terms[0], _terms[1]) = (_end, difference);
        (_weights[0], _weights[1]) = (1, weight);
        problem.Space.LinearCombination(_rest, 1, trial, -1, _weights, _terms);
        (_terms[0], _terms[1]) = (difference, _rest);
    }

    public void Interpolate(double theta, Vector destination)
    {
        var time = _start + (theta * (_newTime - _start));
        history.Integrate(time, _newTime, -1, _end, destination);
        history.AddLater(time, destination);
        _weights[0] = NodePolynomial.CorrectionIntegral(history.Times, _newTime, _start, time);
        _weights[1] = theta;
        problem.Space.LinearCombination(destination, 1, destination, 1, _weights, _terms);
    }
}
