namespace Flow.Backends.Cpu.Gemm;

/// <summary>How the vectors along the columns of a product are cut into panels that one tile covers.</summary>
internal static class PanelPartition
{
    /// <summary>The most vectors of a panel.</summary>
    public static int Widest(bool manyRegisters) => manyRegisters ? 4 : 3;

    /// <summary>Vectors of the next panel when <paramref name="remaining"/> vectors are left.</summary>
    /// <remarks>
    /// With 16 registers tiles are 6 x 2 and 4 x 3 vectors, with 32 they are 6 x 4, 8 x 3 and 12 x 2; no cut leaves a
    /// single vector behind, except where there is only one. One or two rows need few registers and take the wide cut,
    /// whose independent sums hide the latency of the multiply-add.
    /// </remarks>
    public static int Next(int remaining, bool manyRegisters)
    {
        if (remaining <= 3)
        {
            return remaining;
        }

        if (!manyRegisters)
        {
            return 2;
        }

        return remaining > 6 || remaining == 4 ? 4 : 3;
    }
}
