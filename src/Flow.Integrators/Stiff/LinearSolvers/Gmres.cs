using Flow.Integrators.Problems;
using Flow.Integrators.Spaces;

namespace Flow.Integrators.Stiff.LinearSolvers;

/// <summary>Restarted GMRES from x = 0: the x of the Krylov space for which |b - A x| is smallest (Y. Saad,
/// M. H. Schultz, GMRES: a generalized minimal residual algorithm, 1986), with vectors of one or two parts.</summary>
/// <remarks>Orthogonalized twice by classical Gram-Schmidt, so that inner products come in batches. Memory:
/// <see cref="Dimension"/> + 3 vectors of all parts.</remarks>
internal sealed class Gmres
{
    /// <summary>Dimension of the Krylov space before a restart.</summary>
    public const int Dimension = 30;

    private const int MostCycles = 5;

    private readonly OdeProblem _problem;
    private readonly int _parts;
    private readonly Vector[][] _basis;
    private readonly Vector[][] _columns;
    private readonly Vector[] _repeated = new Vector[Dimension + 1];
    private readonly HessenbergProblem _small = new(Dimension);
    private readonly double[] _products = new double[Dimension + 1];
    private readonly double[] _sum = new double[Dimension + 1];
    private readonly double[] _one = [1];

    public Gmres(OdeProblem problem, int parts)
    {
        (_problem, _parts) = (problem, parts);
        _basis = [.. Enumerable.Range(0, Dimension + 1).Select(_ => Make())];
        // The same vectors part by part, as the fused operations want them.
        _columns = [.. Enumerable.Range(0, parts).Select(part => _basis.Select(v => v[part]).ToArray())];

        Vector[] Make() => [.. Enumerable.Range(0, parts).Select(_ => problem.Space.Allocate())];
    }

    /// <summary>Solves A x = b.</summary>
    /// <param name="matrix">A.</param>
    /// <param name="residual">b; afterwards what is left of it.</param>
    /// <param name="solution">x.</param>
    /// <param name="reduction">The part of |b| to which the residual has to fall.</param>
    /// <returns>The part of |b| to which it fell; NaN where A x is not finite.</returns>
    public double Solve(ShiftedOperator matrix, Vector[] residual, Vector[] solution, double reduction)
    {
        foreach (var part in solution)
        {
            _problem.Space.FillZero(part);
        }

        var start = Norm(residual);
        var target = reduction * start;
        var left = start;
        for (var cycle = 0; cycle < MostCycles && left > target; cycle++)
        {
            left = Cycle(matrix, residual, solution, left, target);
        }

        return start == 0 ? 0 : left / start;
    }

    private double Cycle(ShiftedOperator matrix, Vector[] residual, Vector[] solution, double norm, double target)
    {
        SetScaled(residual, 1 / norm, _basis[0]);
        _small.Start(norm);
        var left = norm;
        while (_small.Count < Dimension && left > target)
        {
            var j = _small.Count;
            matrix.Apply(_basis[j], _basis[j + 1]);
            var next = Orthogonalize(j);
            left = _small.Add(_sum.AsSpan(0, j + 1), next);
            if (!(next > 0))
            {
                break;
            }

            SetScaled(_basis[j + 1], 1 / next, _basis[j + 1]);
        }

        _problem.Work.CountIterations(_small.Count);
        Combine(matrix, residual, solution, left, target);
        return left;
    }

    // x += V y, and b - A V y where another cycle needs it.
    private void Combine(ShiftedOperator matrix, Vector[] residual, Vector[] solution, double left, double target)
    {
        if (!double.IsFinite(left))
        {
            return;
        }

        var weights = _small.Solve();
        for (var part = 0; part < _parts; part++)
        {
            var terms = _columns[part].AsSpan(0, weights.Length);
            _problem.Space.LinearCombination(solution[part], 1, solution[part], 1, weights, terms);
        }

        if (left > target)
        {
            var (change, image) = (_basis[^1], _basis[0]);
            for (var part = 0; part < _parts; part++)
            {
                var terms = _columns[part].AsSpan(0, weights.Length);
                _problem.Space.LinearCombination(change[part], 0, solution[part], 1, weights, terms);
            }

            matrix.Apply(change, image);
            for (var part = 0; part < _parts; part++)
            {
                _problem.Space.LinearCombination(
                    residual[part], 1, residual[part], -1, _one, new ReadOnlySpan<Vector>(ref image[part]));
            }
        }
    }

    // Removes the parts along the first j + 1 basis vectors from the next one and returns the norm that is left.
    private double Orthogonalize(int j)
    {
        Array.Clear(_sum);
        var candidate = _basis[j + 1];
        for (var pass = 0; pass < 2; pass++)
        {
            Array.Clear(_products);
            for (var part = 0; part < _parts; part++)
            {
                AddProducts(part, candidate[part], j + 1);
            }

            for (var part = 0; part < _parts; part++)
            {
                _problem.Space.LinearCombination(
                    candidate[part],
                    1,
                    candidate[part],
                    -1,
                    _products.AsSpan(0, j + 1),
                    _columns[part].AsSpan(0, j + 1));
            }

            for (var i = 0; i <= j; i++)
            {
                _sum[i] += _products[i];
            }
        }

        return Norm(candidate);
    }

    private void AddProducts(int part, Vector candidate, int count)
    {
        Span<double> values = stackalloc double[Dimension + 1];
        Array.Fill(_repeated, candidate, 0, count);
        _problem.Space.InnerProducts(
            _columns[part].AsSpan(0, count), _repeated.AsSpan(0, count), values[..count]);
        for (var i = 0; i < count; i++)
        {
            _products[i] += values[i];
        }
    }

    private double Norm(Vector[] x)
    {
        Span<double> squares = stackalloc double[2];
        _problem.Space.InnerProducts(x, x, squares[.._parts]);
        return Math.Sqrt(squares[0] + squares[1]);
    }

    private void SetScaled(Vector[] source, double scale, Vector[] destination)
    {
        for (var part = 0; part < _parts; part++)
        {
            _problem.Space.LinearCombination(destination[part], scale, source[part], 0, [], []);
        }
    }
}
