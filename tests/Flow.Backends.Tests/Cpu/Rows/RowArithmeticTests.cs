using Flow.Backends.Cpu.Rows;
using Flow.TestKit;

namespace Flow.Backends.Tests.Cpu.Rows;

/// <summary>Vector products of every length around the width of a register against plain loops.</summary>
public class RowArithmeticTests
{
    private const double Rounding = 1e-14;

    public static TheoryData<int, int> Sizes()
    {
        var sizes = new TheoryData<int, int>();
        foreach (var rows in new[] { 1, 3, 4, 5, 9 })
        {
            foreach (var columns in new[] { 1, 2, 3, 4, 7, 8, 9, 16, 17, 33 })
            {
                sizes.Add(rows, columns);
            }
        }

        return sizes;
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Products_of_matrices_with_vectors_are_those_of_loops(int rows, int columns)
    {
        var random = new RandomStream((ulong)((rows * 100) + columns));
        var (matrix, x, y) = (random.Array(rows * columns), random.Array(columns), random.Array(rows));
        y[rows / 2] = 0;
        var (product, transposed) = (new double[rows], random.Array(columns));
        RowArithmetic.Multiply(matrix, x, product);
        RowArithmetic.MultiplyTransposed(matrix, y, transposed);
        var expected = Enumerable.Range(0, rows)
            .Select(j => Enumerable.Range(0, columns).Sum(i => matrix[(j * columns) + i] * x[i])).ToArray();
        for (var j = 0; j < rows; j++)
        {
            Assert.Equal(expected[j], product[j], Rounding);
        }

        for (var i = 0; i < columns; i++)
        {
            Assert.Equal(Enumerable.Range(0, rows).Sum(j => matrix[(j * columns) + i] * y[j]), transposed[i], Rounding);
        }

        Assert.Equal(expected.Zip(y, static (a, b) => a * b).Sum(), RowArithmetic.Form(y, matrix, x), Rounding * rows);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Multiples_are_added_and_inner_products_summed(int rows, int columns)
    {
        var random = new RandomStream(3);
        var (x, y) = (random.Array(rows * columns), random.Array(rows * columns));
        var sum = y.ToArray();
        RowArithmetic.Add(0.7, x, sum);
        Assert.All(sum.Index(), entry => Assert.Equal(y[entry.Index] + (0.7 * x[entry.Index]), entry.Item, Rounding));
        Assert.Equal(x.Zip(y, static (a, b) => a * b).Sum(), RowArithmetic.Dot(x, y), Rounding * x.Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => RowArithmetic.Dot(x, y.AsSpan(1)));
    }
}
