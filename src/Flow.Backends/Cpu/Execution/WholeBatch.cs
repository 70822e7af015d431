using System.Numerics;
using System.Runtime.CompilerServices;
using Flow.Backends.Cpu.Gemm;
using Flow.Backends.Cpu.Threading;
using Flow.Backends.Plans;
using Flow.Backends.Plans.Host;
using Flow.Backends.Plans.Lowering;

namespace Flow.Backends.Cpu.Execution;

/// <summary>
/// Matrix sums over a small batch under many parameters. Chunks would each write a gradient of their own, which is
/// larger than what it is made from; here all samples are summed in one go, the work is split by rows of the sum, and
/// each part is widened, multiplied and combined into its output while it is in the cache.
/// </summary>
/// <remarks>Each entry is a sum over the samples in their order, however the rows are split.</remarks>
internal sealed unsafe class WholeBatch<T> : IForkJoinWork, IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Beyond, activations of the whole batch leave the cache.</summary>
    private const int MostSamples = 256;

    /// <summary>Below, a gradient is small beside a batch.</summary>
    private const int FewestSums = 1 << 15;

    /// <summary>With fewer, the kernel brings panels of the other factor together for little work.</summary>
    private const int RowsPerPart = 128;

    private const int PieceLength = 512;

    private readonly LoweredPlan _plan;
    private readonly KernelSet<T> _kernels;
    private readonly Part[][] _parts;
    private readonly bool[] _isMade;
    private readonly HashSet<int> _slots;
    private readonly PlanBuffer<T>?[] _buffers;
    private readonly (int Tensor, int Scalar)?[] _products;
    private readonly (CombineTensors Final, int Offset)?[] _finals;
    private readonly double[] _partial;
    private CpuCall<T> _call = null!;
    private HostMemory _memory = null!;
    private ChunkSums<T> _sums = null!;
    private Part[] _current = [];
    private double* _first;
    private double* _rest;
    private int _firstLength;

    /// <summary>Prepares the sums of a plan.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="kernels">The kernels.</param>
    /// <param name="products">For each sum the other factor and the slot of an inner product made on the way.</param>
    /// <param name="finals">For each sum the output that it can be combined into at once, and its offset.</param>
    public WholeBatch(
        LoweredPlan plan,
        KernelSet<T> kernels,
        (int Tensor, int Scalar)?[] products,
        (CombineTensors Final, int Offset)?[] finals)
    {
        (_plan, _kernels, _products, _finals) = (plan, kernels, products, finals);
        var sums = plan.Phases.Select(static phase => phase.Samples.OfType<OuterOp>().ToList()).ToList();
        // A sum that several operations add to is left to the chunks.
        var single = sums.SelectMany(static phase => phase).GroupBy(static sum => sum.Accumulator)
            .Where(static group => group.Count() == 1).Select(static group => group.Key)
            .Where(sum => plan.Accumulators[sum] is { IsMatrix: true, ToScalar: false }).ToHashSet();
        _parts = [.. sums.Select(phase => phase.Where(sum => single.Contains(sum.Accumulator))
            .SelectMany(sum => Split(sum, plan.Accumulators[sum.Accumulator].Rows)).ToArray())];
        _isMade = [.. plan.Accumulators.Select((_, sum) => single.Contains(sum))];
        _slots = [.. _parts.SelectMany(static parts => parts).SelectMany(static part => new[] { part.A, part.B })
            .Where(slot => !plan.Retained.Contains(slot))];
        _buffers = new PlanBuffer<T>?[plan.Slots.Count];
        _partial = new double[_parts.Max(static parts => parts.Length)];
        IsWorthwhile = plan.FirstLate == 0 && plan.Accumulators.Where((sum, i) => _isMade[i])
            .Sum(static sum => (long)sum.Rows * sum.Columns) >= FewestSums;
    }

    /// <summary>The bytes held.</summary>
    public long Bytes => Unsafe.SizeOf<T>() * _buffers.Sum(static buffer => (long)(buffer?.Length ?? 0));

    private bool IsWorthwhile { get; }

    /// <summary>Whether a sum is made here, where batches are taken whole.</summary>
    /// <param name="accumulator">The sum.</param>
    public bool Makes(int accumulator) => _isMade[accumulator];

    /// <summary>Whether a batch is taken whole.</summary>
    /// <param name="samples">The number of its samples.</param>
    /// <param name="chunks">The number of its chunks.</param>
    public bool Takes(int samples, int chunks) => IsWorthwhile && chunks > 1 && samples <= MostSamples;

    /// <summary>The slots that are kept for all samples, with their widths, for the formula of the memory.</summary>
    /// <param name="samples">The number of samples.</param>
    /// <param name="chunks">The number of chunks.</param>
    public IEnumerable<int> Widths(int samples, int chunks) => Takes(samples, chunks)
        ? _slots.Where(slot => _plan.Slots[slot].Data < 0).Select(slot => _plan.Slots[slot].Width)
        : [];

    /// <summary>Makes room for the operands of the sums.</summary>
    /// <param name="call">What is executed; receives the room.</param>
    public void Begin(CpuCall<T> call)
    {
        _call = call;
        foreach (var slot in _slots)
        {
            var isInPlace = _plan.Slots[slot].Data >= 0 && call.Samples.Indices is null;
            if (!isInPlace && (_buffers[slot] is not { } buffer || buffer.Rows < call.Samples.Count))
            {
                _buffers[slot]?.Dispose();
                _buffers[slot] = _kernels.Allocate(call.Samples.Count, _plan.Slots[slot].Width);
            }
        }

        call.Whole = _buffers;
    }

    /// <summary>Makes the sums of a phase, whose operands are complete.</summary>
    /// <param name="phase">The phase.</param>
    /// <param name="memory">The host memory.</param>
    /// <param name="sums">Room for the sums.</param>
    /// <param name="pool">The threads; null for one.</param>
    /// <param name="outputs">The plan's outputs; receives those that combine sums at once.</param>
    public void Run(int phase, HostMemory memory, ChunkSums<T> sums, ForkJoin? pool, ReducedOutputs outputs)
    {
        (_memory, _sums, _current) = (memory, sums, _parts[phase]);
        fixed (double* first = outputs.First, rest = outputs.Rest)
        {
            _first = first;
            _rest = rest;
            _firstLength = outputs.First.Length;
            RunParts(pool);
        }

        for (var part = 0; part < _current.Length; part++)
        {
            if (_products[_current[part].Accumulator] is var (_, scalar))
            {
                var before = _current[part].Row == 0 ? 0 : memory.Scalars[scalar];
                memory.Scalars[scalar] = before + _partial[part];
            }
        }
    }

    /// <inheritdoc />
    public void Execute(int chunk, int worker)
    {
        var part = _current[chunk];
        var whole = _sums.Matrix(part.Accumulator);
        var view = whole.SliceRows(part.Row, part.Rows);
        _kernels.Multiply(
            Product.TransposedA(View(part.A).SliceColumns(part.Row, part.Rows), View(part.B)), view);
        if (_finals[part.Accumulator] is var (final, offset))
        {
            Finish(view, part, final, (offset < _firstLength ? _first : _rest - _firstLength) + offset);
            return;
        }

        var (start, length) = (part.Row * whole.Columns, part.Rows * whole.Columns);
        var target = _memory.Tensors[_plan.Accumulators[part.Accumulator].HostSlot].AsSpan(start, length);
        var factor = _products[part.Accumulator] is var (tensor, _)
            ? _memory.Tensors[tensor].AsSpan(start, length)
            : [];
        _partial[chunk] = MatrixReduction<T>.Of(view, target, factor);
    }

    /// <summary>Widens the rows piece by piece and combines each piece into the output.</summary>
    private void Finish(MatrixView<T> view, Part part, CombineTensors final, double* output)
    {
        var slot = _plan.Accumulators[part.Accumulator].HostSlot;
        Span<double> piece = stackalloc double[PieceLength];
        for (var row = 0; row < part.Rows; row++)
        {
            for (var column = 0; column < view.Columns; column += PieceLength)
            {
                var length = Math.Min(PieceLength, view.Columns - column);
                var start = ((part.Row + row) * view.Columns) + column;
                var entries = piece[..length];
                _ = MatrixReduction<T>.Of(view.SliceRows(row, 1).SliceColumns(column, length), entries, []);
                final.RunInto(_memory, new(output + start, length), start, slot, entries);
            }
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var buffer in _buffers)
        {
            buffer?.Dispose();
        }
    }

    private void RunParts(ForkJoin? pool)
    {
        if (pool is not null)
        {
            pool.Run(this, _current.Length);
            return;
        }

        for (var part = 0; part < _current.Length; part++)
        {
            Execute(part, 0);
        }
    }

    private MatrixView<T> View(int slot)
    {
        var (data, samples) = (_plan.Slots[slot].Data, _call.Samples);
        return data >= 0 && samples.Indices is null
            ? _call.Data[data].SliceRows(samples.Start, samples.Count)
            : (_buffers[slot] ?? _call.Retained[slot])!.View.SliceRows(0, samples.Count);
    }

    private static IEnumerable<Part> Split(OuterOp sum, int rows)
    {
        for (var row = 0; row < rows; row += RowsPerPart)
        {
            yield return new(sum.Accumulator, sum.A, sum.B, row, Math.Min(RowsPerPart, rows - row));
        }
    }

    /// <summary>Some rows of a sum A^T B.</summary>
    private readonly record struct Part(int Accumulator, int A, int B, int Row, int Rows);
}
