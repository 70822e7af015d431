using Flow.Integrators.Problems;
using Flow.Integrators.Spaces;

namespace Flow.Integrators.Stiff.LinearSolvers;

/// <summary>MINRES from x = 0 for a symmetric matrix: the residual of GMRES with a recurrence of three terms (C. C.
/// Paige, M. A. Saunders, Solution of sparse indefinite systems of linear equations, 1975). Memory: 6
/// vectors.</summary>
internal sealed class Minres
{
    /// <summary>The most iterations.</summary>
    public const int MostIterations = 250;

    private readonly OdeProblem _problem;
    private readonly double[] _two = new double[2];
    private readonly Vector[] _terms = new Vector[2];
    private readonly double[] _square = new double[1];
    private readonly Vector[] _single = new Vector[1];
    private readonly Vector[] _lanczos;
    private readonly Vector[] _updates;

    public Minres(OdeProblem problem)
    {
        _problem = problem;
        _lanczos = [.. Enumerable.Range(0, 3).Select(_ => problem.Space.Allocate())];
        _updates = [.. Enumerable.Range(0, 3).Select(_ => problem.Space.Allocate())];
    }

    /// <summary>Solves A x = b.</summary>
    /// <param name="apply">Writes A v of the first vector into the second.</param>
    /// <param name="rightHandSide">b.</param>
    /// <param name="solution">x.</param>
    /// <param name="reduction">The part of |b| to which the residual has to fall.</param>
    /// <returns>The part of |b| to which it fell; NaN where A x is not finite.</returns>
    public double Solve(Action<Vector, Vector> apply, Vector rightHandSide, Vector solution, double reduction)
    {
        var space = _problem.Space;
        space.FillZero(solution);
        var start = Norm(rightHandSide);
        if (!(start > 0))
        {
            return start;
        }

        Begin(rightHandSide, start);
        var (residual, beta, iterations) = (start, 0.0, 0);
        var (cosine, sine, previousCosine, previousSine) = (1.0, 0.0, 1.0, 0.0);
        while (Math.Abs(residual) > reduction * start && iterations < MostIterations)
        {
            iterations++;
            apply(_lanczos[1], _lanczos[2]);
            var alpha = Inner(_lanczos[1], _lanczos[2]);
            Combine(_lanczos[2], 1, _lanczos[2], -alpha, _lanczos[1], -beta, _lanczos[0]);
            var next = Norm(_lanczos[2]);
            // The rotations of the two columns before, then the one that removes the new entry.
            var far = previousSine * beta;
            var near = (cosine * previousCosine * beta) + (sine * alpha);
            var bare = (cosine * alpha) - (sine * previousCosine * beta);
            var length = Math.Sqrt((bare * bare) + (next * next));
            if (!(length > 0))
            {
                break;
            }

            (previousCosine, previousSine) = (cosine, sine);
            (cosine, sine) = (bare / length, next / length);
            Combine(_updates[2], 1 / length, _lanczos[1], -near / length, _updates[1], -far / length, _updates[0]);
            (_two[0], _terms[0]) = (cosine * residual, _updates[2]);
            space.LinearCombination(solution, 1, solution, 1, _two.AsSpan(0, 1), _terms.AsSpan(0, 1));
            residual = -sine * residual;
            beta = next;
            if (!(next > 0))
            {
                break;
            }

            Advance(next);
        }

        _problem.Work.CountIterations(iterations);
        return double.IsFinite(beta) ? Math.Abs(residual) / start : double.NaN;
    }

    private void Begin(Vector rightHandSide, double norm)
    {
        _problem.Space.FillZero(_lanczos[0]);
        _problem.Space.LinearCombination(_lanczos[1], 1 / norm, rightHandSide, 0, [], []);
        _problem.Space.FillZero(_updates[0]);
        _problem.Space.FillZero(_updates[1]);
    }

    private void Advance(double norm)
    {
        _problem.Space.LinearCombination(_lanczos[2], 1 / norm, _lanczos[2], 0, [], []);
        (_lanczos[0], _lanczos[1], _lanczos[2]) = (_lanczos[1], _lanczos[2], _lanczos[0]);
        (_updates[0], _updates[1], _updates[2]) = (_updates[1], _updates[2], _updates[0]);
    }

    private void Combine(Vector result, double a, Vector x, double b, Vector y, double c, Vector z)
    {
        (_two[0], _two[1], _terms[0], _terms[1]) = (b, c, y, z);
        _problem.Space.LinearCombination(result, a, x, 1, _two, _terms);
    }

    private double Norm(Vector x) => Math.Sqrt(Inner(x, x));

    private double Inner(Vector x, Vector y)
    {
        (_single[0], _terms[0]) = (x, y);
        _problem.Space.InnerProducts(_single, _terms.AsSpan(0, 1), _square);
        return _square[0];
    }
}
