using System.Numerics;

namespace Flow.Backends.Cpu.Gemm;

/// <summary>
/// The right factor of a product, k x n, copied into panels of a few vectors' width whose rows lie one behind the
/// other, the order in which the micro-kernel reads them.
/// </summary>
/// <typeparam name="T">Element type, <see cref="double"/> or <see cref="float"/>.</typeparam>
/// <remarks>
/// Filled by <see cref="KernelSet{T}.Pack"/> or <see cref="KernelSet{T}.PackTransposed"/>; good for any number of
/// products until the factor changes. Made by <see cref="KernelSet{T}.AllocatePanels"/> for one instruction set.
/// </remarks>
public sealed class PackedPanels<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly PlanBuffer<T> buffer;

    internal PackedPanels(int depth, int columns, int lanes, bool manyRegisters)
    {
        Depth = depth;
        Columns = columns;
        Lanes = lanes;
        ManyRegisters = manyRegisters;
        buffer = new PlanBuffer<T>(1, checked(MatrixLayout.RoundUp(columns, lanes) * depth), lanes);
    }

    /// <summary>Rows k of the factor.</summary>
    public int Depth { get; }

    /// <summary>Columns n of the factor.</summary>
    public int Columns { get; }

    /// <summary>The number of elements held.</summary>
    public long Length => (long)buffer.Length;

    internal int Lanes { get; }

    internal bool ManyRegisters { get; }

    internal unsafe T* Pointer => buffer.View.Pointer;

    /// <summary>Frees the memory.</summary>
    public void Dispose() => buffer.Dispose();
}
