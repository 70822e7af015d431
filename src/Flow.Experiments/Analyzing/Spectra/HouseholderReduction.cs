using System.Numerics;
using System.Runtime.InteropServices;

namespace Flow.Experiments.Analyzing.Spectra;

/// <summary>
/// Brings a dense symmetric matrix to tridiagonal form by Householder reflections (G. H. Golub, C. F. Van Loan, "Matrix
/// Computations", 2013, algorithm 8.3.1). The update of one step and the product of the next are one pass over the
/// matrix, which is what its time is spent on; fixed parts of the rows run on several threads, and their sums are added
/// in a fixed order, so that the result does not depend on the number of threads.
/// </summary>
internal sealed class HouseholderReduction
{
    private const int Parts = 4;
    private const int SmallestParallel = 256;

    private readonly double[] _matrix;
    private readonly int _n;
    private readonly int _threads;
    private readonly double[] _v;
    private readonly double[] _oldV;
    private readonly double[] _oldW;
    private readonly double[][] _products;

    private HouseholderReduction(double[] matrix, int n, int threads)
    {
        (_matrix, _n, _threads) = (matrix, n, threads);
        (_v, _oldV, _oldW) = (new double[n], new double[n], new double[n]);
        _products = [.. Enumerable.Range(0, Parts).Select(_ => new double[n])];
    }

    /// <summary>The tridiagonal matrix T with the eigenvalues of A.</summary>
    /// <param name="matrix">A, n x n, row after row; only its upper triangle is read, and it is overwritten.</param>
    /// <param name="n">The number of rows.</param>
    /// <param name="threads">How many threads to use at most.</param>
    /// <param name="cancellation">Cancels the work.</param>
    public static Tridiagonal Reduce(double[] matrix, int n, int threads, CancellationToken cancellation) =>
        new HouseholderReduction(matrix, n, threads).Run(cancellation);

    private Tridiagonal Run(CancellationToken cancellation)
    {
        var diagonal = new double[_n];
        var offDiagonal = new double[Math.Max(0, _n - 1)];
        for (var k = 0; k < _n; k++)
        {
            cancellation.ThrowIfCancellationRequested();
            var row = Row(k);
            Update(row, k);
            diagonal[k] = row[0];
            if (k < _n - 1)
            {
                var beta = Reflect(row[1..], _v.AsSpan(k + 1), out offDiagonal[k]);
                Pass(k + 1);
                Combine(k + 1, beta);
            }
        }

        return new(diagonal, offDiagonal);
    }

    /// <summary>Row i from its diagonal on.</summary>
    private Span<double> Row(int i) => _matrix.AsSpan((i * _n) + i, _n - i);

    /// <summary>The update A -= v w^T + w v^T of the last step in row i.</summary>
    private void Update(Span<double> row, int i)
    {
        RealVectors.Add(-_oldV[i], _oldW.AsSpan(i), row);
        RealVectors.Add(-_oldW[i], _oldV.AsSpan(i), row);
    }

    /// <summary>v and beta with (I - beta v v^T) x = alpha e_1.</summary>
    private static double Reflect(ReadOnlySpan<double> x, Span<double> v, out double alpha)
    {
        x.CopyTo(v);
        var tail = RealVectors.Dot(x[1..], x[1..]);
        alpha = x[0];
        if (tail == 0)
        {
            return 0;
        }

        var norm = Math.Sqrt((x[0] * x[0]) + tail);
        alpha = x[0] > 0 ? -norm : norm;
        v[0] = x[0] - alpha;
        return 2 / ((v[0] * v[0]) + tail);
    }

    /// <summary>Updates the rows from the given one on and adds up their product with the new v.</summary>
    private void Pass(int start)
    {
        var isParallel = _threads > 1 && _n - start >= SmallestParallel;
        if (isParallel)
        {
            Parallel.For(0, Parts, new() { MaxDegreeOfParallelism = _threads }, part => PassPart(part, start));
            return;
        }

        for (var part = 0; part < Parts; part++)
        {
            PassPart(part, start);
        }
    }

    /// <summary>Every fourth group of rows, so that the parts are equally long.</summary>
    private void PassPart(int part, int start)
    {
        var product = _products[part];
        Array.Clear(product, start, _n - start);
        for (var i = start + part; i < _n; i += Parts)
        {
            var values = Row(i);
            product[i] += UpdateAndMultiply(
                values, _oldV.AsSpan(i), _oldW.AsSpan(i), _v.AsSpan(i), product.AsSpan(i));
        }
    }

    /// <summary>row -= v_i w + w_i v; y += x_i row beyond the diagonal; the inner product of row and x.</summary>
    private static double UpdateAndMultiply(
        Span<double> row, ReadOnlySpan<double> v, ReadOnlySpan<double> w, ReadOnlySpan<double> x, Span<double> y)
    {
        var a = MemoryMarshal.Cast<double, Vector<double>>(row);
        var vs = Lanes(v);
        var ws = Lanes(w);
        var xs = Lanes(x);
        var ys = MemoryMarshal.Cast<double, Vector<double>>(y);
        var (vi, wi, xi) = (new Vector<double>(v[0]), new Vector<double>(w[0]), new Vector<double>(x[0]));
        var kept = y[0];
        var sum = Vector<double>.Zero;
        for (var j = 0; j < a.Length; j++)
        {
            var value = a[j] - (vi * ws[j]) - (wi * vs[j]);
            a[j] = value;
            sum += value * xs[j];
            ys[j] += xi * value;
        }

        var total = Vector.Sum(sum);
        for (var j = a.Length * Vector<double>.Count; j < row.Length; j++)
        {
            row[j] = row[j] - (v[0] * w[j]) - (w[0] * v[j]);
            total += row[j] * x[j];
            y[j] += x[0] * row[j];
        }

        // The diagonal entry is counted by the inner product alone.
        y[0] = kept;
        return total;
    }

    /// <summary>w = p - (beta v^T p / 2) v with p = beta A v; v and w of this step become those of the last.</summary>
    private void Combine(int start, double beta)
    {
        var v = _v.AsSpan(start);
        var w = _oldW.AsSpan(start);
        w.Clear();
        foreach (var product in _products)
        {
            RealVectors.Add(beta, product.AsSpan(start), w);
        }

        RealVectors.Add(-beta * RealVectors.Dot(w, v) / 2, v, w);
        v.CopyTo(_oldV.AsSpan(start));
    }

    private static ReadOnlySpan<Vector<double>> Lanes(ReadOnlySpan<double> values) =>
        MemoryMarshal.Cast<double, Vector<double>>(values);
}
