using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;

namespace Flow.Experiments.Analyzing.Spectra;

/// <summary>All eigenvalues of a dense symmetric matrix.</summary>
/// <remarks>
/// MathNet.Numerics up to <see cref="LargestForLibrary"/> rows. It always accumulates eigenvectors, row by row in
/// managed loops; larger matrices are brought to tridiagonal form here, and their
/// eigenvalues are those of the QL method.
/// </remarks>
internal static class DenseSpectrum
{
    /// <summary>The largest matrix that the library decomposes.</summary>
    public const int LargestForLibrary = 500;

    /// <summary>The eigenvalues, ascending.</summary>
    /// <param name="matrix">A, n x n, row after row; symmetric; it is overwritten.</param>
    /// <param name="n">The number of rows.</param>
    /// <param name="threads">How many threads to use at most.</param>
    /// <param name="cancellation">Cancels the work.</param>
    public static double[] Eigenvalues(
        double[] matrix, int n, int threads = 1, CancellationToken cancellation = default) =>
        n <= LargestForLibrary
            ? ByLibrary(matrix, n)
            : HouseholderReduction.Reduce(matrix, n, threads, cancellation).Eigenvalues();

    private static double[] ByLibrary(double[] matrix, int n)
    {
        var values = new DenseMatrix(n, n, matrix).Evd(Symmetricity.Symmetric).EigenValues;
        return [.. values.Select(static value => value.Real).Order()];
    }
}
