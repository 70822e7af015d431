namespace Flow.Experiments.Analyzing.Spectra;

/// <summary>The number of linearly independent vectors among some, by the eigenvalues of their Gram matrix.</summary>
internal static class GramRank
{
    /// <summary>Counts the eigenvalues that are not zero.</summary>
    /// <param name="vectors">Vectors of one length.</param>
    /// <param name="tolerance">Eigenvalues up to this fraction of the largest count as zero.</param>
    public static int Of(IReadOnlyList<double[]> vectors, double tolerance)
    {
        var n = vectors.Count;
        if (n == 0)
        {
            return 0;
        }

        var gram = new double[n * n];
        for (var i = 0; i < n; i++)
        {
            for (var j = i; j < n; j++)
            {
                gram[(i * n) + j] = gram[(j * n) + i] = RealVectors.Dot(vectors[i], vectors[j]);
            }
        }

        var values = DenseSpectrum.Eigenvalues(gram, n);
        return values[^1] <= 0 ? 0 : values.Count(value => value > tolerance * values[^1]);
    }
}
