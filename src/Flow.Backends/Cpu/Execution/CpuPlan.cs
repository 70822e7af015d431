using System.Numerics;
using System.Runtime.CompilerServices;
using Flow.Backends.Cpu.Threading;
using Flow.Backends.Plans;
using Flow.Backends.Plans.Host;
using Flow.Backends.Plans.Lowering;
using Flow.Symbolic.Expressions;

namespace Flow.Backends.Cpu.Execution;

/// <summary>
/// A compiled plan: the samples are cut into fixed chunks, each walked in blocks that stay in cache from the first
/// layer to the gradient; chunk sums are added in a fixed order, so results do not depend on the number of threads.
/// </summary>
internal sealed class CpuPlan<T> : Plan, IForkJoinWork
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly LoweredPlan _plan;
    private readonly KernelSet<T> _kernels;
    private readonly CpuLayout _layout;
    private readonly HostMemory _memory;
    private readonly ParameterForms<T> _parameters;
    private readonly ForkJoin? _pool;
    private readonly BlockRun<T>[] _workers;
    private readonly ChunkSums<T>?[] _sums = new ChunkSums<T>?[CpuLayout.MostChunks];
    private readonly CpuOp<T>[][] _operations;
    private readonly CpuOp<T>[][] _withoutWhole;
    private readonly WholeBatch<T> _whole;
    private readonly CpuCall<T> _call = new();
    private readonly Func<CpuData<T>, bool> _isOwn;
    private readonly HostOp[][] _before;
    private readonly StateInputs _state;
    private readonly ChunkReduction<T> _reduction;
    private readonly (bool IsScalar, int Slot, CombineTensors? Final, bool IsWhole)[] _outputs;
    private readonly int[] _retained;
    private int _phase;
    private int _chunks;
    private bool _takesWhole;

    public CpuPlan(PlanSource source, LoweredPlan plan, KernelSet<T> kernels, int threads)
        : base(source)
    {
        _plan = plan;
        _kernels = kernels;
        _layout = new(plan, Unsafe.SizeOf<T>());
        _memory = new(plan.Scalars, plan.Tensors);
        _parameters = new(plan, kernels);
        _pool = threads > 1 ? new ForkJoin(threads) : null;
        _workers = [.. Enumerable.Range(0, threads).Select(_ => new BlockRun<T>(source, _layout, kernels)
        {
            Parameters = _parameters,
            Memory = _memory,
        })];
        _operations = [.. plan.Phases.Select(phase => phase.Samples
            .Select(operation => CpuOp<T>.Make(operation, plan, threads)).ToArray())];
        _call.Retained = new PlanBuffer<T>?[plan.Slots.Count];
        _isOwn = data => ReferenceEquals(data.Source, Source);
        var finals = plan.Phases.SelectMany(static phase => phase.Before).OfType<CombineTensors>()
            .Where(operation => plan.FinalTensors.Contains(operation.Destination))
            .ToDictionary(static operation => operation.Destination);
        (_state, _reduction) = (new(plan), new(plan, source.Late.Length));
        var elsewhere = finals.Values.Concat(_state.Absorbed).Concat(_reduction.Absorbed).ToHashSet();
        _before = [.. plan.Phases.Select(phase => phase.Before
            .Where(operation => !elsewhere.Contains(operation)).ToArray())];
        CombineTensors?[] outputs =
            [.. plan.Outputs.Select(output => output.IsScalar ? null : finals.GetValueOrDefault(output.Slot))];
        var whole = FinalSums.Of(plan, outputs);
        _whole = new(plan, kernels, _reduction.Products, whole);
        _withoutWhole = [.. plan.Phases.Select((phase, p) => phase.Samples.Zip(_operations[p])
            .Where(pair => pair.First is not OuterOp sum || !_whole.Makes(sum.Accumulator))
            .Select(static pair => pair.Second).ToArray())];
        _outputs = [.. plan.Outputs.Zip(outputs, (output, final) => (
            output.IsScalar, output.Slot, final, final is not null && whole.Any(w => w?.Final == final)))];
        _retained = [.. plan.Retained];
    }

    /// <inheritdoc />
    public override long Bytes => _parameters.Bytes + _workers.Sum(static worker => worker.Bytes)
        + _sums.Sum(static sums => sums?.Bytes ?? 0)
        + _whole.Bytes + (8L * _plan.Tensors.Sum(static length => (long)length))
        + (Unsafe.SizeOf<T>() * _call.Retained.Sum(static buffer => (long)(buffer?.Length ?? 0)));

    /// <inheritdoc />
    public override long FlopsPerSample => _plan.FlopsPerSample;

    /// <inheritdoc />
    public override IReadOnlyList<PlanMemory> MemoryFor(int samples) =>
        new CpuMemory(_plan, _layout, _whole.Widths, _kernels.Lanes, Unsafe.SizeOf<T>()).Of(samples, _workers.Length);

    /// <inheritdoc />
    public override PlanData Load(
        IReadOnlyDictionary<Variable, double[]> values, int count, PlanData? others = null)
    {
        RequireSamples(count);
        var data = new CpuData<T>(Source, _kernels, count);
        foreach (var variable in Source.Data)
        {
            if (values.TryGetValue(variable, out var found))
            {
                data.Update(variable, found);
            }
            else
            {
                data.Share(variable, others as CpuData<T>);
            }
        }

        return data;
    }

    /// <inheritdoc />
    public override void Execute(
        PlanData data,
        SampleSelection samples,
        ReadOnlySpan<double> state,
        ReadOnlySpan<double> scalars,
        ReducedOutputs reduced,
        double[][] perSample)
    {
        Check(data, samples, state.Length, scalars.Length, reduced.Length, perSample);
        CheckPlaces(reduced);
        Begin(Own(data, _isOwn), samples, state, scalars, perSample);
        RunPhases(0, reduced);
        CopyOutputs(reduced);
    }

    /// <inheritdoc />
    public override void ExecuteLate(ReadOnlySpan<double> late, ReducedOutputs reduced)
    {
        CheckLate(_chunks > 0, late.Length, reduced.Length);
        _state.Take(late, _state.Count - Source.Late.Length, _memory);
        RunPhases(_plan.FirstLate, reduced);
        CopyOutputs(reduced);
    }

    private bool IsSequential => _pool is null || _chunks == 1;

    private void RunPhases(int first, ReducedOutputs reduced)
    {
        for (_phase = first; _phase < _before.Length; _phase++)
        {
            foreach (var operation in _before[_phase])
            {
                operation.Run(_memory);
            }

            if (_operations[_phase].Length > 0)
            {
                RunSamples();
                if (_takesWhole)
                {
                    _whole.Run(_phase, _memory, _sums[0]!, _pool, reduced);
                }
            }
        }
    }

    /// <inheritdoc />
    public void Execute(int chunk, int worker)
    {
        var count = _call.Samples.Count;
        var start = (int)((long)count * chunk / _chunks);
        var end = (int)((long)count * (chunk + 1) / _chunks);
        var sums = _sums[IsSequential ? 0 : chunk]!;
        sums.Clear(_phase);
        var run = _workers[worker];
        for (var row = start; row < end; row += _layout.BlockRows)
        {
            run.Begin(_layout, _call, sums, row, Math.Min(_layout.BlockRows, end - row), row == start);
            foreach (var operation in (_takesWhole ? _withoutWhole : _operations)[_phase])
            {
                operation.Run(run, worker);
            }
        }
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _pool?.Dispose();
            _whole.Dispose();
            _parameters.Dispose();
            foreach (IDisposable? held in _workers.Concat<IDisposable?>(_sums).Concat(_call.Retained))
            {
                held?.Dispose();
            }
        }

        base.Dispose(disposing);
    }

    private void Begin(
        CpuData<T> data,
        SampleSelection samples,
        ReadOnlySpan<double> state,
        ReadOnlySpan<double> scalars,
        double[][] perSample)
    {
        (_call.Data, _call.Samples) = (data, samples);
        _memory.Scalars[_plan.Divisor] = samples.Divisor;
        for (var i = 0; i < scalars.Length; i++)
        {
            _memory.Scalars[_plan.ScalarInputs[i]] = scalars[i];
        }

        _state.Take(state, 0, _memory);
        _chunks = _layout.Chunks(samples.Count);
        for (var chunk = 0; chunk < (IsSequential ? 1 : _chunks); chunk++)
        {
            _sums[chunk] ??= new ChunkSums<T>(_plan, _kernels);
        }

        foreach (var worker in _workers)
        {
            worker.PerSample = perSample;
        }

        _takesWhole = _whole.Takes(samples.Count, _chunks);
        _call.Whole = null;
        if (_takesWhole)
        {
            _whole.Begin(_call);
        }

        Retain(samples.Count);
    }

    private void Retain(int samples)
    {
        foreach (var slot in _retained)
        {
            if (_call.Retained[slot] is not { } buffer || buffer.Rows < samples)
            {
                _call.Retained[slot]?.Dispose();
                _call.Retained[slot] = _kernels.Allocate(samples, _plan.Slots[slot].Width);
            }
        }
    }

    private void RunSamples()
    {
        var whole = _takesWhole ? _whole : null;
        _parameters.Refresh(_memory, _phase);
        if (!IsSequential)
        {
            _pool!.Run(this, _chunks);
            _reduction.Run(_sums.AsSpan(0, _chunks), _memory, _phase, adds: false, isLast: true, whole);
            return;
        }

        // One set of sums stays in the cache; adding each chunk at once gives the same bits as adding all at the end.
        for (var chunk = 0; chunk < _chunks; chunk++)
        {
            Execute(chunk, 0);
            _reduction.Run(
                _sums.AsSpan(0, 1), _memory, _phase, adds: chunk > 0, isLast: chunk == _chunks - 1, whole);
        }
    }

    /// <summary>Every output lies in one span.</summary>
    private void CheckPlaces(ReducedOutputs reduced)
    {
        var offset = 0;
        foreach (var (isScalar, slot, _, _) in _outputs)
        {
            var length = isScalar ? 1 : _plan.Tensors[slot];
            _ = reduced.Slice(offset, length);
            offset += length;
        }
    }

    private void CopyOutputs(ReducedOutputs reduced)
    {
        var offset = 0;
        foreach (var (isScalar, slot, final, isWhole) in _outputs)
        {
            var source = isScalar ? _memory.Scalars.AsSpan(slot, 1) : _memory.Tensors[slot];
            var target = reduced.Slice(offset, source.Length);
            if (final is null)
            {
                source.CopyTo(target);
            }
            else if (!(isWhole && _takesWhole))
            {
                final.RunInto(_memory, target);
            }

            offset += source.Length;
        }
    }
}
