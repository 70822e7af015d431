using System.Numerics;
using Flow.Backends.Plans.Lowering;

namespace Flow.Backends.Cpu.Execution;

/// <summary>The sum over each window of an image, or its adjoint, channel vectors added as they lie.</summary>
internal sealed unsafe class CpuWindowSum<T>(WindowSumOp operation) : CpuOp<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly WindowTable _table = new(operation.Windows);

    /// <inheritdoc />
    public override void Run(BlockRun<T> run, int worker)
    {
        var (source, target) = (run.Views[operation.A], run.Views[operation.Destination]);
        for (var n = 0; n < run.Rows; n++)
        {
            target.Row(n).Clear();
            Add(source.Pointer + ((nint)n * source.Stride), target.Pointer + ((nint)n * target.Stride));
        }
    }

    private void Add(T* source, T* target)
    {
        var channels = operation.Channels;
        for (var window = 0; window < _table.Strips.Length; window++)
        {
            foreach (var strip in _table.Strips[window])
            {
                for (var pixel = strip.Pixel; pixel < strip.Pixel + strip.Length; pixel++)
                {
                    var (from, to) = operation.IsAdjoint ? (window, pixel) : (pixel, window);
                    Add(source + (from * channels), target + (to * channels), channels);
                }
            }
        }
    }

    /// <summary>target[i] += source[i].</summary>
    internal static void Add(T* source, T* target, int count)
    {
        var i = 0;
        for (; i <= count - Vector<T>.Count; i += Vector<T>.Count)
        {
            (Vector.Load(target + i) + Vector.Load(source + i)).Store(target + i);
        }

        for (; i < count; i++)
        {
            target[i] += source[i];
        }
    }
}
