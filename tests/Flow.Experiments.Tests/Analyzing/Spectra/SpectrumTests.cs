using Flow.Experiments.Analyzing.Spectra;
using Flow.TestKit;

namespace Flow.Experiments.Tests.Analyzing.Spectra;

/// <summary>Eigenvalues of symmetric matrices with a known spectrum, and agreement of the methods.</summary>
public class SpectrumTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(37, 1)]
    [InlineData(300, 1)]
    [InlineData(300, 2)]
    public void Reduction_has_the_eigenvalues_of_the_library(int n, int threads)
    {
        var matrix = Random(n, 5);
        var expected = DenseSpectrum.Eigenvalues([.. matrix], n);

        var found = HouseholderReduction.Reduce([.. matrix], n, threads, default).Eigenvalues();

        // Both are backward stable: n last bits of ||A||.
        var bound = n * 4.5e-16 * expected.Max(Math.Abs);
        Assert.All(expected.Zip(found), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, bound));
    }

    [Fact]
    public void Reduction_does_not_depend_on_the_number_of_threads()
    {
        var matrix = Random(400, 6);

        var one = HouseholderReduction.Reduce([.. matrix], 400, 1, default);
        var two = HouseholderReduction.Reduce([.. matrix], 400, 2, default);

        Assert.Equal(one.Diagonal, two.Diagonal);
        Assert.Equal(one.OffDiagonal, two.OffDiagonal);
    }

    [Fact]
    public void Second_differences_have_their_known_spectrum()
    {
        const int n = 200;
        var matrix = new Tridiagonal([.. Enumerable.Repeat(2.0, n)], [.. Enumerable.Repeat(-1.0, n - 1)]);

        var (values, components) = matrix.Decompose();

        for (var i = 0; i < n; i++)
        {
            var angle = Math.PI * (i + 1) / (n + 1);
            Assert.Equal(2 - (2 * Math.Cos(angle)), values[i], 1e-13);
            Assert.Equal(Math.Sqrt(2.0 / (n + 1)) * Math.Abs(Math.Sin(n * angle)), Math.Abs(components[i]), 1e-12);
        }
    }

    [Fact]
    public void Lanczos_finds_both_ends_within_its_bounds()
    {
        const int n = 250;
        var matrix = Random(n, 7);
        var expected = DenseSpectrum.Eigenvalues([.. matrix], n);

        var (low, high, steps) = LanczosSpectrum.Find(new Dense(matrix, n), 5, 1e-10);

        Assert.InRange(steps, 10, n);
        for (var i = 0; i < 5; i++)
        {
            Assert.InRange(Math.Abs(low[i].Value - expected[i]), 0, low[i].Bound + 1e-12);
            Assert.InRange(Math.Abs(high[i].Value - expected[n - 5 + i]), 0, high[i].Bound + 1e-12);
            Assert.InRange(Math.Max(low[i].Bound, high[i].Bound), 0, 1e-10 * expected.Max(Math.Abs));
        }
    }

    [Fact]
    public void Lanczos_does_not_see_every_copy_of_a_multiple_eigenvalue()
    {
        const int n = 60;
        var matrix = new double[n * n];
        for (var i = 0; i < n; i++)
        {
            matrix[(i * n) + i] = i < 50 ? 0 : i;
        }

        var (low, high, steps) = LanczosSpectrum.Find(new Dense(matrix, n), 20, 1e-12);

        // Eleven different eigenvalues, in exact arithmetic eleven steps; rounding may bring a second copy of one.
        Assert.InRange(steps, 11, 13);
        Assert.Equal(steps, low.Count + high.Count);
        var distinct = low.Concat(high).Select(static pair => Math.Round(pair.Value, 9)).Distinct().Order();
        Assert.Equal([0, .. Enumerable.Range(50, 10).Select(static i => (double)i)], distinct);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Minimal_residuals_give_the_shortest_solution_of_a_singular_system(bool isIndefinite)
    {
        const int n = 40;
        // A = sum of d_i q_i q_i^T over 25 of 40 orthonormal vectors, right side in its range.
        var basis = Orthonormal(n, 8);
        var matrix = new double[n * n];
        var (right, expected) = (new double[n], new double[n]);
        for (var i = 0; i < 25; i++)
        {
            var value = (1 + i) * (isIndefinite && i % 2 == 0 ? -1 : 1);
            for (var r = 0; r < n; r++)
            {
                RealVectors.Add(value * basis[i][r], basis[i], matrix.AsSpan(r * n, n));
            }

            RealVectors.Add(Math.Cos(i), basis[i], right);
            RealVectors.Add(Math.Cos(i) / value, basis[i], expected);
        }

        var solution = new double[n];
        var products = new MinimalResidual(new Dense(matrix, n)).Solve(right, solution, 1e-12, 200);

        Assert.InRange(products, 25, 60);
        Assert.All(expected.Zip(solution), static pair => Assert.Equal(pair.First, pair.Second, 1e-10));
    }

    [Fact]
    public void Rank_counts_independent_vectors()
    {
        var basis = Orthonormal(12, 9);
        double[][] vectors =
        [
            .. basis.Take(4), [.. basis[0].Zip(basis[1], static (a, b) => a - (2 * b))], new double[12],
            [.. basis[2].Select(static a => 1e-7 * a)],
        ];

        Assert.Equal(4, GramRank.Of(vectors, 1e-12));
        Assert.Equal(0, GramRank.Of([], 1e-12));
        Assert.Equal(0, GramRank.Of([new double[3]], 1e-12));
    }

    private static double[] Random(int n, ulong seed)
    {
        var numbers = new RandomStream(seed).Array(n * n);
        var matrix = new double[n * n];
        for (var i = 0; i < n * n; i++)
        {
            matrix[i] = numbers[i] + numbers[(i % n * n) + (i / n)];
        }

        return matrix;
    }

    private static List<double[]> Orthonormal(int n, ulong seed)
    {
        var basis = new RandomStream(seed).Array(n * n).Chunk(n).ToList();
        for (var i = 0; i < n; i++)
        {
            for (var pass = 0; pass < 2; pass++)
            {
                for (var j = 0; j < i; j++)
                {
                    RealVectors.Add(-RealVectors.Dot(basis[i], basis[j]), basis[j], basis[i]);
                }
            }

            RealVectors.Scale(1 / RealVectors.Norm(basis[i]), basis[i]);
        }

        return basis;
    }

    private sealed class Dense(double[] matrix, int n) : ISymmetricOperator
    {
        public int Length => n;

        public void Multiply(ReadOnlySpan<double> direction, Span<double> product)
        {
            for (var i = 0; i < n; i++)
            {
                product[i] = RealVectors.Dot(matrix.AsSpan(i * n, n), direction);
            }
        }
    }
}
