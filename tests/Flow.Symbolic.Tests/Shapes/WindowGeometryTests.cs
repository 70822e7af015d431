using Flow.Symbolic.Shapes;

namespace Flow.Symbolic.Tests.Shapes;

public class WindowGeometryTests
{
    [Theory]
    [InlineData(8, 8, 3, 2, 1, 4, 4)]
    [InlineData(5, 7, 3, 1, 0, 3, 5)]
    [InlineData(5, 7, 2, 3, 0, 2, 2)]
    [InlineData(4, 6, 4, 1, 3, 7, 9)]
    [InlineData(3, 1, 1, 1, 0, 3, 1)]
    public void Windows_are_counted(
        int height, int width, int kernel, int stride, int padding, int expectedHeight, int expectedWidth)
    {
        var windows = Windows(height, width, kernel, stride, padding);

        Assert.Equal((expectedHeight, expectedWidth), (windows.Output.Height, windows.Output.Width));
        Assert.Equal(expectedHeight * expectedWidth, windows.Output.Count);
        Assert.All(windows.Taps, tap => Assert.InRange(tap.Input, 0, (height * width) - 1));
        Assert.Equal(
            Enumerable.Range(0, windows.Output.Count), windows.Taps.Select(static tap => tap.Output).Distinct());
        Assert.Equal(padding == 0, windows.Taps.Count() == windows.Output.Count * kernel * kernel);
    }

    [Theory]
    [InlineData(4, 1, 0, "does not fit into 3 x 5 padded pixels")]
    [InlineData(2, 0, 0, "kernel and stride are at least 1")]
    [InlineData(2, 1, 2, "the padding is from 0 to kernel - 1")]
    public void Windows_that_cannot_be_are_refused(int kernel, int stride, int padding, string message)
    {
        var failure = Assert.Throws<ShapeException>(() => Windows(3, 5, kernel, stride, padding));

        Assert.Contains(message, failure.Message, StringComparison.Ordinal);
    }

    private static WindowGeometry Windows(int height, int width, int kernel, int stride, int padding) =>
        WindowGeometry.Over(new(new("p"), height, width), new("q"), kernel, stride, padding);
}
