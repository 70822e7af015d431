namespace Flow.Experiments.Outputs;

/// <summary>The checksum of ZIP entries (reflected polynomial 0xEDB88320), which the runtime does not verify.</summary>
internal static class Crc32
{
    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(i => Entry((uint)i))];

    /// <summary>The remainder before the first byte.</summary>
    public const uint Start = 0xFFFFFFFF;

    public static uint Of(ReadOnlySpan<byte> bytes) => Finish(Continue(Start, bytes));

    /// <summary>The remainder after more bytes.</summary>
    public static uint Continue(uint remainder, ReadOnlySpan<byte> bytes)
    {
        foreach (byte value in bytes)
        {
            remainder = Table[(remainder ^ value) & 0xFF] ^ (remainder >> 8);
        }

        return remainder;
    }

    /// <summary>The checksum of a remainder.</summary>
    public static uint Finish(uint remainder) => ~remainder;

    private static uint Entry(uint value)
    {
        for (int bit = 0; bit < 8; bit++)
        {
            value = (value & 1) == 0 ? value >> 1 : 0xEDB88320 ^ (value >> 1);
        }

        return value;
    }
}
