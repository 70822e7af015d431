using Flow.Experiments.Initialization;
using Flow.Networks.Derivation;
using Flow.Networks.Parametrizations;

namespace Flow.Experiments.Running;

/// <summary>The state of a flow as one array, block after block in the order of the derived system.</summary>
public static class StateVector
{
    /// <summary>The length of each block.</summary>
    /// <param name="system">The derived system.</param>
    public static int[] BlockLengths(FlowSystem system) =>
        [.. system.State.Select(variable => variable.Variable.Shape.Count(d => system.Model.Sizes[d]))];

    /// <summary>The state of given weights; a bias or beta that is not given starts at 0, a gamma at 1.</summary>
    /// <param name="weights">The weights.</param>
    /// <param name="system">The derived system.</param>
    public static double[] From(InitialWeights weights, FlowSystem system)
    {
        var state = new List<double>();
        foreach (var (variable, length) in system.State.Zip(BlockLengths(system)))
        {
            state.AddRange(variable.Role switch
            {
                StateRole.Scale => [weights.Rho],
                StateRole.LayerScale => [weights.Scales[variable.Layer - 1]],
                StateRole.Free => weights.Biases[variable.Layer - 1] ?? new double[length],
                StateRole.Gain => weights.Gains.ElementAtOrDefault(variable.Layer - 1)
                    ?? [.. Enumerable.Repeat(1.0, length)],
                StateRole.Shift => weights.Shifts.ElementAtOrDefault(variable.Layer - 1) ?? new double[length],
                _ => weights.Weights[variable.Layer - 1],
            });
        }

        return [.. state];
    }

    /// <summary>The weights of a state, for writing.</summary>
    /// <param name="state">The state.</param>
    /// <param name="system">The derived system.</param>
    public static InitialWeights ToWeights(ReadOnlySpan<double> state, FlowSystem system)
    {
        var depth = system.Model.Depth;
        var weights = new double[depth][];
        var (biases, gains, shifts) = (new double[]?[depth], new double[]?[depth], new double[]?[depth]);
        var scales = new double[system.State.Count(static variable => variable.Role == StateRole.LayerScale)];
        var rho = 1.0;
        var offset = 0;
        foreach (var (variable, length) in system.State.Zip(BlockLengths(system)))
        {
            var block = state.Slice(offset, length).ToArray();
            offset += length;
            switch (variable.Role)
            {
                case StateRole.Scale:
                    rho = block[0];
                    break;
                case StateRole.LayerScale:
                    scales[variable.Layer - 1] = block[0];
                    break;
                case StateRole.Free:
                    biases[variable.Layer - 1] = block;
                    break;
                case StateRole.Gain:
                    gains[variable.Layer - 1] = block;
                    break;
                case StateRole.Shift:
                    shifts[variable.Layer - 1] = block;
                    break;
                default:
                    weights[variable.Layer - 1] = block;
                    break;
            }
        }

        return new()
        {
            Weights = weights, Rho = rho, Scales = scales, Biases = biases, Gains = gains, Shifts = shifts,
        };
    }
}
