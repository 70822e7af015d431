using System.Numerics;
using Flow.Backends.Plans.Lowering;
using Flow.Symbolic.Expressions;
using Product = Flow.Backends.Cpu.Gemm.Product;

namespace Flow.Backends.Cpu.Execution;

/// <summary>
/// A convolution or one of its adjoints as one matrix product for each window: the rows are the samples of the block,
/// the pixels of the window and their channels lie side by side.
/// </summary>
internal sealed unsafe class CpuConvolution<T> : CpuOp<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ConvolveOp _operation;
    private readonly WindowTable _table;
    private readonly int _depth;
    private readonly PlanBuffer<T>?[] _patches;
    private readonly PlanBuffer<T>?[] _products;

    public CpuConvolution(ConvolveOp operation, int threads)
    {
        _operation = operation;
        _table = new(operation.Windows);
        _depth = _table.Kernel * _table.Kernel * operation.Inputs;
        _patches = new PlanBuffer<T>?[threads];
        _products = new PlanBuffer<T>?[threads];
    }

    /// <inheritdoc />
    public override void Run(BlockRun<T> run, int worker)
    {
        switch (_operation.Role)
        {
            case ConvolutionRole.Output:
                Convolve(run, worker);
                break;
            case ConvolutionRole.Input:
                ProjectBack(run, worker);
                break;
            default:
                AddGradient(run, worker);
                break;
        }
    }

    private void Convolve(BlockRun<T> run, int worker)
    {
        var (image, target) = (run.Views[_operation.A], run.Views[_operation.Destination]);
        var patch = Scratch(_patches, run, worker, _depth);
        var isWhole = _operation.Outputs % run.Kernels.Lanes == 0;
        for (var window = 0; window < _table.Strips.Length; window++)
        {
            Gather(image, window, patch);
            var column = target.SliceColumns(window * _operation.Outputs, _operation.Outputs);
            var product = isWhole ? column : Scratch(_products, run, worker, _operation.Outputs);
            run.Kernels.Multiply(run.Parameters.Times(patch, _operation.B), product);
            if (!isWhole)
            {
                Copy(product, column);
            }
        }
    }

    private void ProjectBack(BlockRun<T> run, int worker)
    {
        var (output, target) = (run.Views[_operation.A], run.Views[_operation.Destination]);
        var kernel = run.Parameters.Matrix(_operation.B);
        var isWhole = _operation.Inputs % run.Kernels.Lanes == 0;
        Clear(target);
        for (var window = 0; window < _table.Strips.Length; window++)
        {
            var a = output.SliceColumns(window * _operation.Outputs, _operation.Outputs);
            if (!isWhole)
            {
                var patch = Scratch(_patches, run, worker, _depth);
                run.Kernels.Multiply(Product.Plain(a, kernel), patch);
                AddPatch(patch, window, target);
                continue;
            }

            foreach (var strip in _table.Strips[window])
            {
                var b = Pixels(kernel, strip.Tap, strip.Length);
                run.Kernels.Multiply(Product.Plain(a, b), Pixels(target, strip.Pixel, strip.Length), true);
            }
        }
    }

    private void AddGradient(BlockRun<T> run, int worker)
    {
        var (image, output) = (run.Views[_operation.A], run.Views[_operation.B]);
        var sum = run.Sums.Matrix(_operation.Destination);
        var isWhole = _operation.Inputs % run.Kernels.Lanes == 0;
        if (run.IsFirst)
        {
            Clear(sum);
        }

        for (var window = 0; window < _table.Strips.Length; window++)
        {
            var a = output.SliceColumns(window * _operation.Outputs, _operation.Outputs);
            if (!isWhole)
            {
                var patch = Scratch(_patches, run, worker, _depth);
                Gather(image, window, patch);
                run.Kernels.Multiply(Product.TransposedA(a, patch), sum, true);
                continue;
            }

            foreach (var strip in _table.Strips[window])
            {
                var b = Pixels(image, strip.Pixel, strip.Length);
                run.Kernels.Multiply(Product.TransposedA(a, b), Pixels(sum, strip.Tap, strip.Length), true);
            }
        }
    }

    private MatrixView<T> Pixels(MatrixView<T> view, int first, int count) =>
        view.SliceColumns(first * _operation.Inputs, count * _operation.Inputs);

    private static MatrixView<T> Scratch(PlanBuffer<T>?[] buffers, BlockRun<T> run, int worker, int columns)
    {
        if (buffers[worker] is not { } buffer || buffer.Rows < run.Rows)
        {
            buffers[worker]?.Dispose();
            buffers[worker] = buffer = run.Kernels.Allocate(run.Rows, columns);
        }

        return buffer.View.SliceRows(0, run.Rows);
    }

    /// <summary>patch[n] = the pixels of a window of sample n, zero where it leaves the image.</summary>
    private void Gather(MatrixView<T> image, int window, MatrixView<T> patch)
    {
        var (strips, inputs) = (_table.Strips[window], _operation.Inputs);
        for (var n = 0; n < patch.Rows; n++)
        {
            var source = image.Pointer + ((nint)n * image.Stride);
            var target = patch.Pointer + ((nint)n * patch.Stride);
            var done = 0;
            foreach (var strip in strips)
            {
                var start = strip.Tap * inputs;
                var length = strip.Length * inputs;
                new Span<T>(target + done, start - done).Clear();
                new Span<T>(source + (strip.Pixel * inputs), length).CopyTo(new(target + start, length));
                done = start + length;
            }

            new Span<T>(target + done, _depth - done).Clear();
        }
    }

    /// <summary>Adds to the pixels of a window.</summary>
    private void AddPatch(MatrixView<T> patch, int window, MatrixView<T> image)
    {
        for (var n = 0; n < patch.Rows; n++)
        {
            var source = patch.Pointer + ((nint)n * patch.Stride);
            var target = image.Pointer + ((nint)n * image.Stride);
            foreach (var strip in _table.Strips[window])
            {
                var from = source + (strip.Tap * _operation.Inputs);
                var to = target + (strip.Pixel * _operation.Inputs);
                for (var i = 0; i < strip.Length * _operation.Inputs; i++)
                {
                    to[i] += from[i];
                }
            }
        }
    }

    private static void Copy(MatrixView<T> source, MatrixView<T> target)
    {
        for (var n = 0; n < source.Rows; n++)
        {
            source.Row(n).CopyTo(target.Row(n));
        }
    }

    private static void Clear(MatrixView<T> view)
    {
        for (var n = 0; n < view.Rows; n++)
        {
            view.Row(n).Clear();
        }
    }
}
