using Flow.Experiments.Randomness;

namespace Flow.Experiments.Analyzing.Spectra;

/// <summary>
/// The eigenvalues at both ends of the spectrum of a symmetric matrix by the Lanczos method with full
/// reorthogonalization (B. N. Parlett, "The Symmetric Eigenvalue Problem", 1998, chapter 13). Of a
/// multiple eigenvalue one copy is seen, and those that rounding brings in; which is not all of them.
/// </summary>
internal sealed class LanczosSpectrum
{
    private const int Interval = 25;
    private const int MostSteps = 2000;
    private const long MostNumbers = 1L << 27;

    private readonly ISymmetricOperator _matrix;
    private readonly int _wanted;
    private readonly double _tolerance;
    private readonly List<double[]> _basis = [];
    private readonly List<double> _diagonal = [];
    private readonly List<double> _offDiagonal = [];

    private LanczosSpectrum(ISymmetricOperator matrix, int wanted, double tolerance) =>
        (_matrix, _wanted, _tolerance) = (matrix, wanted, tolerance);

    /// <summary>The lowest and the highest eigenvalues, ascending, each with the norm of its residual.</summary>
    /// <param name="matrix">A.</param>
    /// <param name="wanted">How many at either end, at least 1.</param>
    /// <param name="tolerance">Residual at which an eigenvalue is good enough, as a fraction of ||A||.</param>
    /// <param name="cancellation">Cancels the work.</param>
    /// <returns>
    /// Fewer where the matrix has fewer different ones. Where the steps or the memory (1 GiB) end first, the residuals
    /// are larger than the tolerance and say so.
    /// </returns>
    public static (IReadOnlyList<EigenvalueBound> Lowest, IReadOnlyList<EigenvalueBound> Highest, int Steps) Find(
        ISymmetricOperator matrix, int wanted, double tolerance, CancellationToken cancellation = default) =>
        new LanczosSpectrum(matrix, wanted, tolerance).Run(cancellation);

    private (IReadOnlyList<EigenvalueBound>, IReadOnlyList<EigenvalueBound>, int) Run(CancellationToken cancellation)
    {
        var most = (int)Math.Min(Math.Min(_matrix.Length, MostSteps), MostNumbers / _matrix.Length);
        var next = Start();
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            var beta = Step(ref next);
            var size = _basis.Count;
            var isExhausted = size >= most || beta <= 1e-12 * Norm();
            if (isExhausted || size % Interval == 0)
            {
                var pairs = Pairs(beta);
                var largest = Math.Max(Math.Abs(pairs[0].Value), Math.Abs(pairs[^1].Value));
                var (low, high) = (pairs.Take(_wanted).ToList(), pairs.Skip(size - _wanted).ToList());
                if (isExhausted || (size >= 2 * _wanted
                    && low.Concat(high).All(pair => pair.Bound <= _tolerance * largest)))
                {
                    return (low, high.Skip(Math.Max(0, (2 * _wanted) - size)).ToList(), size);
                }
            }

            _offDiagonal.Add(beta);
            RealVectors.Scale(1 / beta, next);
        }
    }

    private double[] Start()
    {
        var random = Xoshiro256StarStar.Stream(0, "lanczos");
        var start = new double[_matrix.Length];
        foreach (ref var value in start.AsSpan())
        {
            value = random.NextNormal();
        }

        RealVectors.Scale(1 / RealVectors.Norm(start), start);
        return start;
    }

    /// <summary>Takes the vector into the basis and gives the next one, not yet of norm 1, and its norm.</summary>
    private double Step(ref double[] vector)
    {
        _basis.Add(vector);
        var product = new double[_matrix.Length];
        _matrix.Multiply(vector, product);
        _diagonal.Add(RealVectors.Dot(vector, product));
        // Twice is enough (B. N. Parlett, 1998, section 6.9, after W. Kahan).
        for (var pass = 0; pass < 2; pass++)
        {
            foreach (var member in _basis)
            {
                RealVectors.Add(-RealVectors.Dot(member, product), member, product);
            }
        }

        vector = product;
        return RealVectors.Norm(product);
    }

    private double Norm() => _diagonal.Max(Math.Abs) + (_offDiagonal.Count == 0 ? 0 : 2 * _offDiagonal.Max());

    private List<EigenvalueBound> Pairs(double beta)
    {
        var (values, components) = new Tridiagonal([.. _diagonal], [.. _offDiagonal]).Decompose();
        return [.. values.Zip(components, (value, last) => new EigenvalueBound(value, Math.Abs(beta * last)))];
    }
}
