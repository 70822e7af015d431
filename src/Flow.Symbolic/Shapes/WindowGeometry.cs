namespace Flow.Symbolic.Shapes;

/// <summary>
/// Where square windows lie on an image with zeros around it: window (i, j) covers the rows i Stride - Padding to
/// i Stride - Padding + Kernel - 1, and columns alike.
/// </summary>
public sealed record WindowGeometry
{
    private WindowGeometry(PixelGrid input, PixelGrid output, int kernel, int stride, int padding) =>
        (Input, Output, Kernel, Stride, Padding) = (input, output, kernel, stride, padding);

    /// <summary>The pixels that the windows lie on.</summary>
    public PixelGrid Input { get; }

    /// <summary>One pixel for each window.</summary>
    public PixelGrid Output { get; }

    /// <summary>The height and width of a window.</summary>
    public int Kernel { get; }

    /// <summary>The step from one window to the next.</summary>
    public int Stride { get; }

    /// <summary>The rows and columns of zeros on each side.</summary>
    public int Padding { get; }

    /// <summary>Every pair of a window and a pixel in it, with the position of the pixel in the window.</summary>
    public IEnumerable<(int Output, int Input, int Tap)> Taps =>
        from row in Enumerable.Range(0, Output.Height)
        from column in Enumerable.Range(0, Output.Width)
        from tap in Enumerable.Range(0, Kernel * Kernel)
        let y = (row * Stride) - Padding + (tap / Kernel)
        let x = (column * Stride) - Padding + (tap % Kernel)
        where y >= 0 && y < Input.Height && x >= 0 && x < Input.Width
        select ((row * Output.Width) + column, (y * Input.Width) + x, tap);

    /// <summary>Lays windows on an image.</summary>
    /// <param name="input">The pixels of the image.</param>
    /// <param name="output">The dimension of the windows.</param>
    /// <param name="kernel">The height and width of a window, at least 1, at most that of the padded image.</param>
    /// <param name="stride">The step between windows, at least 1.</param>
    /// <param name="padding">The zeros on each side, from 0 to kernel - 1: every window meets the image.</param>
    /// <exception cref="ShapeException">A number is out of range.</exception>
    public static WindowGeometry Over(PixelGrid input, Dimension output, int kernel, int stride, int padding)
    {
        if (kernel < 1 || stride < 1 || padding < 0 || padding >= kernel)
        {
            throw new ShapeException(
                $"A window of {kernel} with stride {stride} and padding {padding} cannot be; "
                + "kernel and stride are at least 1, the padding is from 0 to kernel - 1.");
        }

        var (height, width) = (Windows(input.Height), Windows(input.Width));
        return height > 0 && width > 0
            ? new(input, new(output, height, width), kernel, stride, padding)
            : throw new ShapeException(
                $"A window of {kernel} x {kernel} does not fit into {input.Height + (2 * padding)} x "
                + $"{input.Width + (2 * padding)} padded pixels; make it smaller or the padding larger.");
        int Windows(int size) =>
            size + (2 * padding) < kernel ? 0 : ((size + (2 * padding) - kernel) / stride) + 1;
    }

    /// <summary>The first row (or column) of a window that lies on the image, and the first behind them.</summary>
    /// <param name="index">The row (or column) of the window.</param>
    /// <param name="size">The height (or width) of the image.</param>
    public (int First, int End) Inside(int index, int size)
    {
        var start = (index * Stride) - Padding;
        return (Math.Max(0, -start), Math.Min(Kernel, size - start));
    }

    /// <inheritdoc />
    public override string ToString() =>
        $"{Input.Pixels} {Input} -> {Output.Pixels} {Output}, {Kernel}/{Stride}/{Padding}";
}
