using Flow.Symbolic.Shapes;

namespace Flow.Backends.Cpu.Execution;

/// <summary>The part of each row of each window that lies on the image, found once.</summary>
internal sealed class WindowTable
{
    public WindowTable(WindowGeometry windows)
    {
        Kernel = windows.Kernel;
        Strips = [.. Enumerable.Range(0, windows.Output.Count).Select(window => Find(windows, window))];
    }

    /// <summary>The height and width of a window.</summary>
    public int Kernel { get; }

    /// <summary>For each window its strips, from top to bottom.</summary>
    public Strip[][] Strips { get; }

    private static Strip[] Find(WindowGeometry windows, int window)
    {
        var (row, column) = (window / windows.Output.Width, window % windows.Output.Width);
        var (top, bottom) = windows.Inside(row, windows.Input.Height);
        var (left, right) = windows.Inside(column, windows.Input.Width);
        var y = (row * windows.Stride) - windows.Padding;
        var x = (column * windows.Stride) - windows.Padding;
        return
        [
            .. Enumerable.Range(top, bottom - top).Select(i => new Strip(
                (i * windows.Kernel) + left, ((y + i) * windows.Input.Width) + x + left, right - left)),
        ];
    }

    /// <summary>Some pixels of a row.</summary>
    /// <param name="Tap">The position of the first in the window.</param>
    /// <param name="Pixel">The first of them in the image.</param>
    /// <param name="Length">Their number.</param>
    internal readonly record struct Strip(int Tap, int Pixel, int Length);
}
