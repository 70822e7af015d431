using Flow.Backends.Cpu;

namespace Flow.Backends.Tests.Cpu;

public class MatrixCopyTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 5)]
    [InlineData(4, 8)]
    [InlineData(2, 19)]
    public void Import_and_export_keep_every_element(int rows, int columns)
    {
        double[] state = [.. Enumerable.Range(0, rows * columns).Select(i => i / 3.0)];
        using GuardedMatrix<float> single = new(rows, columns, 8);
        using GuardedMatrix<double> same = new(rows, columns, 4, 1), turned = new(columns, rows, 4);
        MatrixCopy.Import<double, float>(state, single.View);
        single.AssertEquals((i, j) => (float)state[(i * columns) + j]);
        MatrixCopy.Import<double, double>(state, same.View);
        same.AssertEquals((i, j) => state[(i * columns) + j]);
        MatrixCopy.ImportTransposed<double, double>(state, turned.View);
        turned.AssertEquals((i, j) => state[(j * columns) + i]);

        double[] back = new double[state.Length];
        MatrixCopy.Export<double, double>(same.View, back);
        Assert.Equal(state, back);
        MatrixCopy.Export<float, double>(single.View, back);
        Assert.Equal(state.Select(x => (double)(float)x), back);
        MatrixCopy.Copy(single.View, same.View);
        same.AssertEquals((i, j) => (float)state[(i * columns) + j]);
    }

    [Fact]
    public void Span_of_another_length_is_refused()
    {
        using GuardedMatrix<double> target = new(2, 3);
        Assert.Throws<ArgumentException>(() => MatrixCopy.Import<double, double>(new double[5], target.View));
        Assert.Throws<ArgumentException>(() => MatrixCopy.Export<double, double>(target.View, new double[7]));
    }
}
