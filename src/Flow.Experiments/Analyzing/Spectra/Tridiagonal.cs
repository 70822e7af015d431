namespace Flow.Experiments.Analyzing.Spectra;

/// <summary>A symmetric tridiagonal matrix and its eigenvalues.</summary>
/// <param name="Diagonal">The n diagonal entries.</param>
/// <param name="OffDiagonal">The n - 1 entries beside it.</param>
internal sealed record Tridiagonal(double[] Diagonal, double[] OffDiagonal)
{
    private const int MostIterations = 60;

    /// <summary>All eigenvalues, ascending.</summary>
    /// <exception cref="ArithmeticException">An entry is not finite, so that nothing converges.</exception>
    public double[] Eigenvalues() => Decompose().Values;

    /// <summary>
    /// All eigenvalues, ascending, by the QL method with implicit shifts (A. Dubrulle, R. S. Martin, J. H. Wilkinson,
    /// "The implicit QL algorithm", 1968), and the last component of the unit eigenvector of each.
    /// </summary>
    /// <exception cref="ArithmeticException">An entry is not finite, so that nothing converges.</exception>
    public (double[] Values, double[] LastComponents) Decompose()
    {
        double[] d = [.. Diagonal];
        double[] e = [.. OffDiagonal, 0];
        var row = new double[d.Length];
        row[^1] = 1;
        for (var l = 0; l < d.Length; l++)
        {
            for (var iteration = 0; End(d, e, l) is var m && m > l; iteration++)
            {
                if (iteration == MostIterations)
                {
                    throw new ArithmeticException("the eigenvalues do not converge; an entry is no number");
                }

                Sweep((d, e, row), l, m);
            }
        }

        Array.Sort(d, row);
        return (d, row);
    }

    /// <summary>The last row of the block that begins at row l and that no negligible entry cuts.</summary>
    private static int End(double[] d, double[] e, int l)
    {
        var m = l;
        while (m < d.Length - 1 && Math.Abs(e[m]) > double.Epsilon
            && Math.Abs(d[m]) + Math.Abs(d[m + 1]) + Math.Abs(e[m]) != Math.Abs(d[m]) + Math.Abs(d[m + 1]))
        {
            m++;
        }

        return m;
    }

    private static void Sweep((double[] D, double[] E, double[] Row) matrix, int l, int m)
    {
        var (d, e, row) = matrix;
        var shift = (d[l + 1] - d[l]) / (2 * e[l]);
        var root = double.Hypot(shift, 1);
        var g = d[m] - d[l] + (e[l] / (shift + (shift >= 0 ? root : -root)));
        var (sine, cosine, p) = (1.0, 1.0, 0.0);
        for (var i = m - 1; i >= l; i--)
        {
            var (f, b) = (sine * e[i], cosine * e[i]);
            var r = double.Hypot(f, g);
            e[i + 1] = r;
            if (r == 0)
            {
                d[i + 1] -= p;
                e[m] = 0;
                return;
            }

            (sine, cosine) = (f / r, g / r);
            var difference = d[i + 1] - p;
            var s = ((d[i] - difference) * sine) + (2 * cosine * b);
            p = sine * s;
            d[i + 1] = difference + p;
            g = (cosine * s) - b;
            (row[i], row[i + 1]) = ((cosine * row[i]) - (sine * row[i + 1]), (sine * row[i]) + (cosine * row[i + 1]));
        }

        d[l] -= p;
        e[l] = g;
        e[m] = 0;
    }
}
