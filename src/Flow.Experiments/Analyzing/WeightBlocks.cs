using Flow.Experiments.Running;
using Flow.Networks.Derivation;
using Flow.Networks.Parametrizations;

namespace Flow.Experiments.Analyzing;

/// <summary>Where the weights, biases and scales of each layer stand in the state.</summary>
internal sealed class WeightBlocks
{
    private readonly Dictionary<(StateRole Role, int Layer), (int Offset, int Length, int Rows)> _blocks = [];

    /// <summary>Finds the blocks of a system.</summary>
    public WeightBlocks(FlowSystem system)
    {
        var offset = 0;
        foreach (var (variable, length) in system.State.Zip(StateVector.BlockLengths(system)))
        {
            var role = variable.Role is StateRole.Direction or StateRole.LayerDirection
                ? StateRole.Weight
                : variable.Role;
            var shape = variable.Variable.Shape;
            var rows = shape.Rank == 0 ? 1 : system.Model.Sizes[shape.Dimensions[0]];
            _blocks.Add((role, variable.Layer), (offset, length, rows));
            offset += length;
        }

        Length = offset;
    }

    /// <summary>The length of the state.</summary>
    public int Length { get; }

    /// <summary>The number of rows (units, channels) of the weight of a layer.</summary>
    public int Rows(int layer) => _blocks[(StateRole.Weight, layer)].Rows;

    /// <summary>The entries of a weight.</summary>
    public Range Weight(int layer) => Entries(_blocks[(StateRole.Weight, layer)]);

    /// <summary>Row i of a weight, what comes into unit i.</summary>
    public Range Row(int layer, int i)
    {
        var (offset, length, rows) = _blocks[(StateRole.Weight, layer)];
        return (offset + (i * (length / rows)))..(offset + ((i + 1) * (length / rows)));
    }

    /// <summary>The entries of a weight that take what comes out of unit i of the layer before.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="i">The unit or channel before it, from 0.</param>
    /// <param name="units">The number of units or channels before it.</param>
    public IEnumerable<int> Column(int layer, int i, int units)
    {
        var (offset, length, rows) = _blocks[(StateRole.Weight, layer)];
        var columns = length / rows;
        var group = columns / units;
        return Enumerable.Range(0, rows).SelectMany(row =>
            Enumerable.Range(offset + (row * columns) + (i * group), group));
    }

    /// <summary>The entry of a bias, or null without bias.</summary>
    public int? Bias(int layer, int i) =>
        _blocks.TryGetValue((StateRole.Free, layer), out var block) ? block.Offset + i : null;

    /// <summary>The entry of g_k, or null where there is none.</summary>
    public int? LayerScale(int layer) =>
        _blocks.TryGetValue((StateRole.LayerScale, layer), out var block) ? block.Offset : null;

    /// <summary>The entry of rho, or null where there is none.</summary>
    public int? Scale => _blocks.TryGetValue((StateRole.Scale, 0), out var block) ? block.Offset : null;

    private static Range Entries((int Offset, int Length, int Rows) block) =>
        block.Offset..(block.Offset + block.Length);
}
