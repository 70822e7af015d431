namespace Flow.Backends.Cpu;

/// <summary>Where the rows of a padded matrix start.</summary>
/// <remarks>
/// The width is rounded up to whole vectors, except that the elements of a single column lie side by side. A stride
/// that is a multiple of 512 bytes gets one cache line more, so that the rows of a tile do not all fall into the same
/// sets of the first-level cache.
/// </remarks>
public static class MatrixLayout
{
    /// <summary>Alignment of every buffer in bytes: one cache line, one 512-bit vector.</summary>
    public const int Alignment = 64;

    private const int ConflictStride = 512;

    /// <summary>The least multiple of <paramref name="multiple"/> that is at least <paramref name="value"/>.</summary>
    /// <param name="value">A count, at least 0.</param>
    /// <param name="multiple">A count, at least 1.</param>
    public static int RoundUp(int value, int multiple) => checked((value + multiple - 1) / multiple * multiple);

    /// <summary>Stride of a padded matrix in elements.</summary>
    /// <param name="columns">Number of columns, at least 0.</param>
    /// <param name="lanes">Lanes of the vectors in use, at least 1.</param>
    /// <param name="elementSize">Size of an element in bytes.</param>
    public static int Stride(int columns, int lanes, int elementSize)
    {
        if (columns == 1)
        {
            return 1;
        }

        int padded = RoundUp(columns, lanes);
        bool conflicts = padded > 0 && (long)padded * elementSize % ConflictStride == 0;
        return conflicts ? checked(padded + (Alignment / elementSize)) : padded;
    }
}
