namespace Flow.Experiments.Data;

/// <summary>Bytes to numbers: pixel / 255.</summary>
internal static class Pixels
{
    public static void Scale(ReadOnlySpan<byte> pixels, Span<double> target)
    {
        for (int i = 0; i < pixels.Length; i++)
        {
            target[i] = pixels[i] / 255.0;
        }
    }
}
