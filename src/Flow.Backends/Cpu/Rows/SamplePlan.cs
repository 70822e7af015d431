using Flow.Backends.Cpu.Execution;
using Flow.Backends.Plans;
using Flow.Backends.Plans.Host;
using Flow.Backends.Plans.Lowering;

namespace Flow.Backends.Cpu.Rows;

/// <summary>
/// A plan that runs on one sample at a time, in float64 and on one thread: the operations of the lowered plan on
/// vectors, parameters read as they lie, where a plan for many samples first brings them into the form that its kernels
/// read. Executing allocates nothing.
/// </summary>
public sealed class SamplePlan
{
    private readonly LoweredPlan _plan;
    private readonly HostMemory _memory;
    private readonly StateInputs _state;
    private readonly HostOp[][] _before;
    private readonly RowOperation[][] _operations;
    private readonly (int Level, double[] Sum, int Scalar)[] _sums;
    private readonly double[][] _data;
    private readonly (double[] Values, int Scalar)[] _outputs;

    /// <summary>Compiles a source.</summary>
    /// <param name="source">What to compute; its samples are the one that runs.</param>
    /// <exception cref="PlanException">A node is not bound or cannot be computed.</exception>
    public SamplePlan(PlanSource source)
    {
        PlanVerifier.Check(source);
        _plan = PlanLowering.Lower(source);
        _memory = new(_plan.Scalars, _plan.Tensors);
        _state = new(_plan);
        StateLength = source.StateLength;
        var slots = _plan.Slots.Select(static slot => new double[slot.Width]).ToArray();
        var sums = _plan.Accumulators.Select(accumulator =>
            accumulator.ToScalar ? new double[1] : _memory.Tensors[accumulator.HostSlot]).ToArray();
        _sums = [.. _plan.Accumulators.Zip(sums, static (accumulator, sum) =>
            (accumulator.Level, sum, accumulator.ToScalar ? accumulator.HostSlot : -1))];
        var memory = new RowMemory(_memory, slots, sums);
        _before = [.. _plan.Phases.Select(phase => phase.Before
            .Where(operation => !_state.Absorbed.Contains(operation)).ToArray())];
        _operations = [.. _plan.Phases.Select(phase => phase.Samples
            .Where(static operation => operation is not CopyOutOp)
            .Select(operation => RowOperation.Make(operation, _plan, memory)).ToArray())];
        _data = [.. Enumerable.Range(0, source.Data.Length)
            .Select(position => slots[_plan.Slots.ToList().FindIndex(slot => slot.Data == position)])];
        var perSample = _plan.Phases.SelectMany(static phase => phase.Samples).OfType<CopyOutOp>()
            .ToDictionary(static copy => copy.Output, copy => slots[copy.A]);
        var (nextPerSample, nextReduced) = (0, 0);
        _outputs = [.. source.Outputs.Select(output => source.IsPerSample(output)
            ? (perSample[nextPerSample++], -1)
            : Reduced(_plan.Outputs[nextReduced++]))];
    }

    /// <summary>The number of doubles in the state.</summary>
    public int StateLength { get; }

    /// <summary>The values of a data variable of the sample, to be written before an execution.</summary>
    /// <param name="position">The position among the source's data.</param>
    public Span<double> Data(int position) => _data[position];

    /// <summary>The values of an output after an execution.</summary>
    /// <param name="position">The position among the source's outputs.</param>
    public ReadOnlySpan<double> Output(int position)
    {
        var (values, scalar) = _outputs[position];
        return scalar < 0 ? values : values.AsSpan(scalar, 1);
    }

    /// <summary>Computes the outputs.</summary>
    /// <param name="state">The parameters, in the order of the source.</param>
    /// <param name="scalars">The scalars, in the order of the source.</param>
    /// <param name="divisor">The value of N in the equations.</param>
    /// <exception cref="ArgumentException">The state has another length.</exception>
    public void Execute(ReadOnlySpan<double> state, ReadOnlySpan<double> scalars, int divisor)
    {
        if (state.Length != StateLength || scalars.Length != _plan.ScalarInputs.Count)
        {
            throw new ArgumentException(
                $"The plan takes {StateLength} parameters and {_plan.ScalarInputs.Count} scalars, "
                + $"not {state.Length} and {scalars.Length}.",
                nameof(state));
        }

        _memory.Scalars[_plan.Divisor] = divisor;
        for (var i = 0; i < scalars.Length; i++)
        {
            _memory.Scalars[_plan.ScalarInputs[i]] = scalars[i];
        }

        _state.Take(state, 0, _memory);
        for (var level = 0; level < _before.Length; level++)
        {
            foreach (var operation in _before[level])
            {
                operation.Run(_memory);
            }

            RunSample(level);
        }
    }

    private void RunSample(int level)
    {
        foreach (var (own, sum, _) in _sums)
        {
            if (own == level)
            {
                Array.Clear(sum);
            }
        }

        foreach (var operation in _operations[level])
        {
            operation.Run();
        }

        foreach (var (own, sum, scalar) in _sums)
        {
            if (own == level && scalar >= 0)
            {
                _memory.Scalars[scalar] = sum[0];
            }
        }
    }

    private (double[] Values, int Scalar) Reduced((bool IsScalar, int Slot) output) => output.IsScalar
        ? (_memory.Scalars, output.Slot)
        : (_memory.Tensors[output.Slot], -1);
}
