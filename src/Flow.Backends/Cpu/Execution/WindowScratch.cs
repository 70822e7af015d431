using System.Numerics;
using System.Runtime.CompilerServices;

namespace Flow.Backends.Cpu.Execution;

/// <summary>
/// One worker's memory for the pixels of some windows and for one row of channels for each of them; all convolutions of
/// a plan share it, so that it stays in the cache.
/// </summary>
internal sealed unsafe class WindowScratch<T>(KernelSet<T> kernels) : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private PlanBuffer<T>? _patches;
    private PlanBuffer<T>? _channels;

    /// <summary>The bytes held.</summary>
    public long Bytes => Unsafe.SizeOf<T>() * ((long)(_patches?.Length ?? 0) + (long)(_channels?.Length ?? 0));

    /// <summary>A matrix of one row of pixels for each window.</summary>
    public MatrixView<T> Patches(int rows, int columns) => View(ref _patches, rows, columns);

    /// <summary>A matrix of one row of channels for each window.</summary>
    public MatrixView<T> Channels(int rows, int columns) => View(ref _channels, rows, columns);

    /// <inheritdoc />
    public void Dispose()
    {
        _patches?.Dispose();
        _channels?.Dispose();
    }

    private MatrixView<T> View(ref PlanBuffer<T>? buffer, int rows, int columns)
    {
        var stride = MatrixLayout.Stride(columns, kernels.Lanes, Unsafe.SizeOf<T>());
        if (buffer is null || buffer.Columns < rows * stride)
        {
            buffer?.Dispose();
            buffer = kernels.Allocate(1, checked(rows * stride));
        }

        return new(buffer.View.Pointer, rows, columns, stride, stride);
    }
}
