namespace Flow.Experiments.Configuration;

/// <summary>The shape of one input as an image; an input is stored channel-major, then row by row.</summary>
/// <param name="Channels">Number of channels.</param>
/// <param name="Height">Number of rows.</param>
/// <param name="Width">Number of columns.</param>
public sealed record InputShape(int Channels, int Height, int Width)
{
    /// <summary>Channels times height times width.</summary>
    public int Size => checked(Channels * Height * Width);
}
