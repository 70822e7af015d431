using System.Numerics;
using Flow.Backends.Plans.Lowering;
using Flow.Symbolic.Expressions;
using Product = Flow.Backends.Cpu.Gemm.Product;

namespace Flow.Backends.Cpu.Execution;

/// <summary>
/// A convolution or one of its adjoints as matrix products over a few windows of all samples of the block at a time:
/// the pixels of each window lie side by side in one row of a matrix that stays in the cache.
/// </summary>
internal sealed unsafe class CpuConvolution<T> : CpuOp<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Enough rows for the kernels to run at their best, few enough for the second-level cache.</summary>
    private const int RowsAtOnce = 96;

    private readonly ConvolveOp _operation;
    private readonly WindowTable _table;
    private readonly int _depth;

    public CpuConvolution(ConvolveOp operation)
    {
        _operation = operation;
        _table = new(operation.Windows);
        _depth = _table.Kernel * _table.Kernel * operation.Inputs;
    }

    /// <inheritdoc />
    public override void Run(BlockRun<T> run, int worker)
    {
        var windows = _table.Strips.Length;
        var most = Math.Min(windows, Math.Max(1, RowsAtOnce / run.Rows));
        if (_operation.Role == ConvolutionRole.Input)
        {
            Clear(run.Views[_operation.Destination]);
        }

        for (var first = 0; first < windows; first += most)
        {
            var batch = new Batch(first, Math.Min(most, windows - first));
            var patches = run.Windows.Patches(run.Rows * batch.Count, _depth);
            var channels = run.Windows.Channels(run.Rows * batch.Count, _operation.Outputs);
            Run(run, batch, patches, channels);
        }
    }

    private void Run(BlockRun<T> run, Batch batch, MatrixView<T> patches, MatrixView<T> channels)
    {
        switch (_operation.Role)
        {
            case ConvolutionRole.Output:
                Gather(run.Views[_operation.A], batch, patches);
                run.Kernels.Multiply(run.Parameters.Times(patches, _operation.B), channels);
                CopyChannels(run.Views[_operation.Destination], batch, channels, false);
                break;
            case ConvolutionRole.Input:
                CopyChannels(run.Views[_operation.A], batch, channels, true);
                run.Kernels.Multiply(run.Parameters.Times(channels, _operation.B), patches);
                Scatter(patches, batch, run.Views[_operation.Destination]);
                break;
            default:
                Gather(run.Views[_operation.A], batch, patches);
                CopyChannels(run.Views[_operation.B], batch, channels, true);
                var isFirst = run.IsFirst && batch.First == 0;
                run.Kernels.Multiply(
                    Product.TransposedA(channels, patches), run.Sums.Matrix(_operation.Destination), !isFirst);
                break;
        }
    }

    /// <summary>Row n count + j of the matrix = the pixels of window j of sample n, zero outside the image.</summary>
    private void Gather(MatrixView<T> image, Batch batch, MatrixView<T> patches)
    {
        T* row = patches.Pointer;
        for (var n = 0; n < image.Rows; n++)
        {
            var source = image.Pointer + ((nint)n * image.Stride);
            for (var window = batch.First; window < batch.First + batch.Count; window++)
            {
                Gather(source, _table.Strips[window], row);
                row += patches.Stride;
            }
        }
    }

    private void Gather(T* source, WindowTable.Strip[] strips, T* target)
    {
        var (inputs, done) = (_operation.Inputs, 0);
        foreach (var strip in strips)
        {
            var (start, length) = (strip.Tap * inputs, strip.Length * inputs);
            if (start > done)
            {
                new Span<T>(target + done, start - done).Clear();
            }

            new Span<T>(source + (strip.Pixel * inputs), length).CopyTo(new(target + start, length));
            done = start + length;
        }

        if (_depth > done)
        {
            new Span<T>(target + done, _depth - done).Clear();
        }
    }

    /// <summary>Adds each row to the pixels of its window.</summary>
    private void Scatter(MatrixView<T> patches, Batch batch, MatrixView<T> image)
    {
        T* row = patches.Pointer;
        var inputs = _operation.Inputs;
        for (var n = 0; n < image.Rows; n++)
        {
            var target = image.Pointer + ((nint)n * image.Stride);
            for (var window = batch.First; window < batch.First + batch.Count; window++)
            {
                foreach (var strip in _table.Strips[window])
                {
                    CpuWindowSum<T>.Add(
                        row + (strip.Tap * inputs), target + (strip.Pixel * inputs), strip.Length * inputs);
                }

                row += patches.Stride;
            }
        }
    }

    /// <summary>The channels of each window between the image and the rows of the matrix.</summary>
    private void CopyChannels(MatrixView<T> image, Batch batch, MatrixView<T> channels, bool toMatrix)
    {
        T* row = channels.Pointer;
        var count = _operation.Outputs;
        for (var n = 0; n < image.Rows; n++)
        {
            var pixel = image.Pointer + ((nint)n * image.Stride) + (batch.First * count);
            for (var j = 0; j < batch.Count; j++)
            {
                var inImage = new Span<T>(pixel, count);
                var inMatrix = new Span<T>(row, count);
                if (toMatrix)
                {
                    inImage.CopyTo(inMatrix);
                }
                else
                {
                    inMatrix.CopyTo(inImage);
                }

                pixel += count;
                row += channels.Stride;
            }
        }
    }

    private static void Clear(MatrixView<T> view)
    {
        for (var n = 0; n < view.Rows; n++)
        {
            view.Row(n).Clear();
        }
    }

    /// <summary>Some windows, one after the other.</summary>
    private readonly record struct Batch(int First, int Count);
}
