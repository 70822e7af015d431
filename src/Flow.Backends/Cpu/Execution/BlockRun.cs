using System.Numerics;
using System.Runtime.CompilerServices;
using Flow.Backends.Plans;
using Flow.Backends.Plans.Host;

namespace Flow.Backends.Cpu.Execution;

/// <summary>One worker's view of the block of samples it is working on.</summary>
internal sealed class BlockRun<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly PlanBuffer<T>[] _places;
    private readonly PlanBuffer<T>?[] _gathered;

    public BlockRun(PlanSource source, CpuLayout layout, KernelSet<T> kernels)
    {
        Kernels = kernels;
        Views = new MatrixView<T>[layout.Plan.Slots.Count];
        _places = [.. layout.Widths.Select(width => kernels.Allocate(layout.BlockRows, width))];
        _gathered = new PlanBuffer<T>?[source.Data.Length];
        Windows = new(kernels);
    }

    /// <summary>The kernels.</summary>
    public KernelSet<T> Kernels { get; }

    /// <summary>The matrix of each slot for this block.</summary>
    public MatrixView<T>[] Views { get; }

    /// <summary>The number of samples in the block.</summary>
    public int Rows { get; private set; }

    /// <summary>The position of the block's first sample in the selection.</summary>
    public int Start { get; private set; }

    /// <summary>Whether this is the first block of its chunk.</summary>
    public bool IsFirst { get; private set; }

    /// <summary>The sums of the chunk.</summary>
    public ChunkSums<T> Sums { get; private set; } = null!;

    /// <summary>Scratch memory of convolutions.</summary>
    public WindowScratch<T> Windows { get; }

    /// <summary>The parameter matrices.</summary>
    public ParameterForms<T> Parameters { get; set; } = null!;

    /// <summary>The float64 values of the plan.</summary>
    public HostMemory Memory { get; set; } = null!;

    /// <summary>The per-sample outputs of the execution.</summary>
    public double[][] PerSample { get; set; } = [];

    /// <summary>The bytes held.</summary>
    public long Bytes => Windows.Bytes
        + (Unsafe.SizeOf<T>() * _places.Concat(_gathered).Sum(static b => (long)(b?.Length ?? 0)));

    /// <summary>Points the views at a block.</summary>
    public void Begin(CpuLayout layout, CpuCall<T> call, ChunkSums<T> sums, int start, int rows, bool isFirst)
    {
        (Start, Rows, IsFirst, Sums) = (start, rows, isFirst, sums);
        for (var slot = 0; slot < Views.Length; slot++)
        {
            var data = layout.Plan.Slots[slot].Data;
            Views[slot] = data >= 0 ? Data(layout, call, data, slot)
                : call.Whole?[slot] is { } batch ? batch.View.SliceRows(start, rows)
                : layout.PlaceOf[slot] >= 0 ? _places[layout.PlaceOf[slot]].View.SliceRows(0, rows)
                : call.Retained[slot] is { } whole ? whole.View.SliceRows(start, rows)
                : default;
        }
    }

    private MatrixView<T> Data(CpuLayout layout, CpuCall<T> call, int data, int slot)
    {
        var all = call.Data[data];
        if (call.Samples.Indices is null)
        {
            return all.SliceRows(call.Samples.Start + Start, Rows);
        }

        var target = call.Whole?[slot] is { } batch
            ? batch.View.SliceRows(Start, Rows)
            : (_gathered[data] ??= Kernels.Allocate(layout.BlockRows, all.Columns)).View.SliceRows(0, Rows);
        for (var i = 0; i < Rows; i++)
        {
            all.Row(call.Samples[Start + i]).CopyTo(target.Row(i));
        }

        return target;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Windows.Dispose();
        foreach (var buffer in _places.Concat(_gathered))
        {
            buffer?.Dispose();
        }
    }
}
