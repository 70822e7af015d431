namespace Flow.Symbolic.Shapes;

/// <summary>The pixels of an image as one dimension, row by row: pixel y Width + x.</summary>
/// <param name="Pixels">The dimension, of size Height x Width.</param>
/// <param name="Height">The number of rows.</param>
/// <param name="Width">The number of columns.</param>
public sealed record PixelGrid(Dimension Pixels, int Height, int Width)
{
    /// <summary>The number of pixels.</summary>
    public int Count => checked(Height * Width);

    /// <inheritdoc />
    public override string ToString() => $"{Height} x {Width}";
}
