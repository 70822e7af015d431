namespace Flow.Experiments.Outputs;

/// <summary>The checksum of ZIP entries (reflected polynomial 0xEDB88320), which the runtime does not verify.</summary>
internal static class Crc32
{
    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(i => Entry((uint)i))];

    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        uint remainder = 0xFFFFFFFF;
        foreach (byte value in bytes)
        {
            remainder = Table[(remainder ^ value) & 0xFF] ^ (remainder >> 8);
        }

        return ~remainder;
    }

    private static uint Entry(uint value)
    {
        for (int bit = 0; bit < 8; bit++)
        {
            value = (value & 1) == 0 ? value >> 1 : 0xEDB88320 ^ (value >> 1);
        }

        return value;
    }
}
