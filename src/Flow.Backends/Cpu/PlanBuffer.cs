using System.Numerics;
using System.Runtime.InteropServices;

namespace Flow.Backends.Cpu;

/// <summary>
/// A zeroed, 64-byte aligned block of native memory that holds one padded row-major matrix.
/// </summary>
/// <typeparam name="T">Element type, <see cref="double"/> or <see cref="float"/>.</typeparam>
/// <remarks>
/// Views point into the block and must not be used after <see cref="Dispose"/>; whoever keeps a view keeps the buffer
/// too, else the finalizer may free the memory under it. Disposing twice is harmless.
/// </remarks>
public sealed unsafe class PlanBuffer<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private T* pointer;

    /// <summary>Allocates rows x columns elements, padded to the vectors of an instruction set.</summary>
    /// <param name="rows">Number of rows, at least 0.</param>
    /// <param name="columns">Number of columns, at least 0.</param>
    /// <param name="lanes">Lanes of the vectors in use, at least 1 (<see cref="KernelSet{T}.Lanes"/>).</param>
    /// <exception cref="ArgumentOutOfRangeException">A count is out of range.</exception>
    /// <exception cref="OverflowException">The matrix is too large for a 32-bit stride.</exception>
    /// <exception cref="OutOfMemoryException">The memory is not to be had.</exception>
    public PlanBuffer(int rows, int columns, int lanes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        ArgumentOutOfRangeException.ThrowIfLessThan(lanes, 1);
        Rows = rows;
        Columns = columns;
        Stride = MatrixLayout.Stride(columns, lanes, sizeof(T));
        PaddedColumns = Stride;
        Length = (nuint)Stride * (nuint)rows;
        nuint bytes = checked(Length * (nuint)sizeof(T));
        pointer = (T*)LargePages.Allocate(bytes);
    }

    /// <summary>Frees the memory of a buffer that nobody disposed.</summary>
    ~PlanBuffer() => Free();

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>Number of columns without padding.</summary>
    public int Columns { get; }

    /// <summary>Elements from one row to the next.</summary>
    public int Stride { get; }

    /// <summary>Number of elements with padding.</summary>
    public nuint Length { get; }

    /// <summary>The whole matrix; each row owns its padding.</summary>
    /// <exception cref="ObjectDisposedException">The buffer has been disposed.</exception>
    public MatrixView<T> View
    {
        get
        {
            ObjectDisposedException.ThrowIf(pointer is null, this);
            return new(pointer, Rows, Columns, Stride, PaddedColumns);
        }
    }

    private int PaddedColumns { get; }

    /// <summary>Frees the memory.</summary>
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        NativeMemory.AlignedFree(pointer);
        pointer = null;
    }
}
