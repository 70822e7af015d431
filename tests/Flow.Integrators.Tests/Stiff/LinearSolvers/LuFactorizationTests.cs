using System.Numerics;
using Flow.Integrators.Stiff.LinearSolvers;
using Flow.TestKit;

namespace Flow.Integrators.Tests.Stiff.LinearSolvers;

public class LuFactorizationTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(40)]
    public void Real_system_is_solved_to_rounding(int size)
    {
        var random = new RandomStream((ulong)size);
        var (matrix, exact) = (random.Array(size * size), random.Array(size));
        var factors = new LuFactorization<double>(size);
        matrix.CopyTo(factors.Entries);
        var x = new double[size];
        for (var i = 0; i < size; i++)
        {
            x[i] = Enumerable.Range(0, size).Sum(j => matrix[(i * size) + j] * exact[j]);
        }

        Assert.True(factors.Factor());
        factors.Solve(x);
        Assert.All(x.Zip(exact), pair => Assert.Equal(pair.Second, pair.First, 1e-10));
    }

    [Fact]
    public void Complex_system_is_solved_to_rounding()
    {
        const int Size = 9;
        var random = new RandomStream(3);
        Complex[] matrix = [.. random.Array(Size * Size).Zip(random.Array(Size * Size), (a, b) => new Complex(a, b))];
        Complex[] exact = [.. random.Array(Size).Zip(random.Array(Size), (a, b) => new Complex(a, b))];
        var factors = new LuFactorization<Complex>(Size);
        matrix.CopyTo(factors.Entries);
        var x = new Complex[Size];
        for (var i = 0; i < Size; i++)
        {
            for (var j = 0; j < Size; j++)
            {
                x[i] += matrix[(i * Size) + j] * exact[j];
            }
        }

        Assert.True(factors.Factor());
        factors.Solve(x);
        Assert.All(x.Zip(exact), pair => Assert.Equal(0, (pair.Second - pair.First).Magnitude, 1e-11));
    }

    [Fact]
    public void Matrix_with_a_zero_on_the_diagonal_needs_and_gets_a_pivot()
    {
        var factors = new LuFactorization<double>(2);
        ((double[])[0, 2, 4, 1]).CopyTo(factors.Entries);
        Assert.True(factors.Factor());
        double[] x = [2, 9];
        factors.Solve(x);
        Assert.Equal([2, 1], x);
    }

    [Fact]
    public void Singular_and_non_finite_matrices_are_reported()
    {
        var factors = new LuFactorization<double>(2);
        ((double[])[1, 2, 2, 4]).CopyTo(factors.Entries);
        Assert.False(factors.Factor());
        ((double[])[1, double.NaN, 2, 4]).CopyTo(factors.Entries);
        Assert.False(factors.Factor());
    }
}
