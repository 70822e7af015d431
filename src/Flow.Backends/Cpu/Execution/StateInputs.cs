using Flow.Backends.Plans.Host;
using Flow.Backends.Plans.Lowering;

namespace Flow.Backends.Cpu.Execution;

/// <summary>Takes the parameters of a state into host memory; squared norms of them that the plan asks for are made in
/// the same pass.</summary>
internal sealed class StateInputs
{
    private readonly (bool IsScalar, int Slot, int Square)[] _inputs;

    public StateInputs(LoweredPlan plan)
    {
        var squares = plan.Phases.SelectMany(static phase => phase.Before).OfType<InnerProduct>()
            .Where(static product => product.A == product.B)
            .DistinctBy(static product => product.A).ToDictionary(static product => product.A);
        var absorbed = new HashSet<HostOp>();
        _inputs = [.. plan.StateInputs.Select(input =>
        {
            var square = input.IsScalar ? null : squares.GetValueOrDefault(input.Slot);
            if (square is not null)
            {
                absorbed.Add(square);
            }

            return (input.IsScalar, input.Slot, square?.Destination ?? -1);
        })];
        Absorbed = absorbed;
    }

    /// <summary>The number of parameters.</summary>
    public int Count => _inputs.Length;

    /// <summary>The operations whose results <see cref="Take"/> leaves in memory.</summary>
    public IReadOnlySet<HostOp> Absorbed { get; }

    /// <summary>Takes the parameters from the first one given on.</summary>
    public void Take(ReadOnlySpan<double> state, int first, HostMemory memory)
    {
        var offset = 0;
        for (var i = first; i < _inputs.Length; i++)
        {
            var (isScalar, slot, square) = _inputs[i];
            var target = isScalar ? memory.Scalars.AsSpan(slot, 1) : memory.Tensors[slot];
            var source = state.Slice(offset, target.Length);
            if (square < 0)
            {
                source.CopyTo(target);
            }
            else
            {
                memory.Scalars[square] = SquaredNorm.OfCopy(source, target);
            }

            offset += target.Length;
        }
    }
}
