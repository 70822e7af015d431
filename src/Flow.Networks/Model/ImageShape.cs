namespace Flow.Networks.Model;

/// <summary>The form of an input that is an image, stored channel by channel, each row by row.</summary>
/// <param name="Channels">The number of channels.</param>
/// <param name="Height">The number of rows.</param>
/// <param name="Width">The number of columns.</param>
public sealed record ImageShape(int Channels, int Height, int Width);
