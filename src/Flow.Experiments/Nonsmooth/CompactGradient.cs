using Flow.Backends.Cpu.Rows;
using Flow.Experiments.Running;
using Flow.Networks.Derivation;
using Flow.Networks.Model;
using Flow.Networks.Parametrizations;

namespace Flow.Experiments.Nonsmooth;

/// <summary>
/// The compact form of the gradient of a term of one sample: a few vectors for each parameter of the network in place
/// of its whole block, and the derivative in the scale rho of the output.
/// </summary>
internal sealed class CompactGradient
{
    private readonly GradientBlock[] _blocks;
    private readonly int _scale = -1;

    /// <summary>Lays out the gradients of a flow.</summary>
    /// <param name="system">The flow.</param>
    /// <param name="term">The derivatives of a term in which every parameter occurs.</param>
    public CompactGradient(FlowSystem system, TermGradient term)
    {
        var lengths = StateVector.BlockLengths(system);
        var offsets = lengths.Select((_, i) => lengths.Take(i).Sum()).ToArray();
        int Find(Func<StateVariable, bool> match) => system.State.ToList().FindIndex(state => match(state));
        var blocks = new List<GradientBlock>();
        foreach (var gradient in term.Blocks)
        {
            var parameter = gradient.Parameter;
            var own = Find(state => state.Layer == parameter.Layer && IsTensorOf(state, parameter));
            var scale = !parameter.IsWeight ? -1
                : Find(state => state.Layer == parameter.Layer && state.Role == StateRole.LayerScale);
            var columns = gradient.Input is { } input ? system.Model.Sizes[input.Shape.Dimensions[1]] : 0;
            blocks.Add(new(
                Length,
                offsets[own],
                columns > 0 ? lengths[own] / columns : lengths[own],
                columns,
                system.State[own].Role is StateRole.Direction or StateRole.LayerDirection,
                scale < 0 ? -1 : offsets[scale]));
            Length += blocks[^1].Length;
        }

        _blocks = [.. blocks];
        if (Find(static state => state.Role == StateRole.Scale) is >= 0 and var rho)
        {
            (_scale, Length) = (offsets[rho], Length + 1);
        }
    }

    /// <summary>The number of doubles.</summary>
    public int Length { get; }

    /// <summary>Takes the gradient from the outputs of a plan.</summary>
    /// <param name="plan">The plan, executed.</param>
    /// <param name="places">Where the outputs of each block stand, and that of rho.</param>
    /// <param name="state">y.</param>
    /// <param name="gradient">Receives the gradient.</param>
    public void Take(SamplePlan plan, GradientOutputs places, ReadOnlySpan<double> state, Span<double> gradient)
    {
        for (var i = 0; i < _blocks.Length; i++)
        {
            var (value, input) = places.Blocks[i];
            if (value < 0)
            {
                _blocks[i].Clear(gradient);
            }
            else
            {
                _blocks[i].Take(
                    plan.Output(value), input < 0 ? default : plan.Output(input), state, gradient);
            }
        }

        if (_scale >= 0)
        {
            gradient[Length - 1] = places.Scale < 0 ? 0 : plan.Output(places.Scale)[0];
        }
    }

    /// <summary>&lt;g, M g'&gt;.</summary>
    public double Inner(ReadOnlySpan<double> gradient, ReadOnlySpan<double> other)
    {
        var sum = _scale < 0 ? 0 : gradient[Length - 1] * other[Length - 1];
        foreach (var block in _blocks)
        {
            sum += block.Inner(gradient, other);
        }

        return sum;
    }

    /// <summary>&lt;g, d&gt;.</summary>
    public double Along(ReadOnlySpan<double> gradient, ReadOnlySpan<double> state, ReadOnlySpan<double> direction)
    {
        var sum = _scale < 0 ? 0 : gradient[Length - 1] * direction[_scale];
        foreach (var block in _blocks)
        {
            sum += block.Along(gradient, state, direction);
        }

        return sum;
    }

    /// <summary>target = target + factor M g.</summary>
    public void Add(double factor, ReadOnlySpan<double> gradient, ReadOnlySpan<double> state, Span<double> target)
    {
        foreach (var block in _blocks)
        {
            block.Add(factor, gradient, state, target);
        }

        if (_scale >= 0)
        {
            target[_scale] += factor * gradient[Length - 1];
        }
    }

    private static bool IsTensorOf(StateVariable state, Parameter parameter) => parameter.IsWeight
        ? state.Role is StateRole.Weight or StateRole.Direction or StateRole.LayerDirection
        : ReferenceEquals(state.Variable, parameter.Variable);
}
