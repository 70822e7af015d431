using System.Collections.Immutable;
using Flow.Backends.Cpu.Rows;
using Flow.Backends.Plans;
using Flow.Experiments.Data;
using Flow.Networks.Derivation;
using Flow.Symbolic.Expressions;

namespace Flow.Experiments.Nonsmooth;

/// <summary>A plan of a masked network that runs on one sample of a data set.</summary>
internal sealed class OneSample
{
    private readonly SamplePlan _plan;
    private readonly Dataset _data;
    private readonly double[] _scalars;
    private readonly ImmutableArray<int> _widths;

    /// <summary>Compiles the plan.</summary>
    /// <param name="flow">The masked flow.</param>
    /// <param name="data">The data set.</param>
    /// <param name="lambda">lambda.</param>
    /// <param name="outputs">What to compute.</param>
    /// <param name="inputs">More inputs of the sample, behind X, Y and the masks.</param>
    public OneSample(
        MaskedFlow flow, Dataset data, double lambda, IEnumerable<PlanOutput> outputs, params Variable[] inputs)
    {
        var model = flow.System.System.Model;
        var source = new PlanSource(
            model.Samples,
            model.Sizes,
            [.. flow.System.State.Select(static state => state.Variable)],
            [model.Input, model.Targets, .. flow.Sites.Select(static site => site.Mask), .. inputs],
            [FlowDerivation.Lambda],
            [.. outputs]);
        _plan = new(source);
        _data = data;
        _scalars = [lambda];
        _widths = [.. flow.Sites.Select(site => source.Width(site.Mask))];
    }

    /// <summary>The plan, whose outputs are read after an execution.</summary>
    public SamplePlan Plan => _plan;

    /// <summary>The values of the first input behind the masks.</summary>
    public Span<double> Extra => _plan.Data(2 + _widths.Length);

    /// <summary>Runs the plan.</summary>
    /// <param name="sample">n.</param>
    /// <param name="state">y.</param>
    /// <param name="masks">m_n, site after site.</param>
    public void Execute(int sample, ReadOnlySpan<double> state, ReadOnlySpan<double> masks)
    {
        var inputs = _plan.Data(0);
        var targets = _plan.Data(1);
        _data.Inputs.AsSpan(sample * inputs.Length, inputs.Length).CopyTo(inputs);
        _data.Targets.AsSpan(sample * targets.Length, targets.Length).CopyTo(targets);
        for (var (site, start) = (0, 0); site < _widths.Length; start += _widths[site++])
        {
            masks.Slice(start, _widths[site]).CopyTo(_plan.Data(2 + site));
        }

        _plan.Execute(state, _scalars, _data.Count);
    }

    /// <summary>Copies one output of each site, the first being the one given, site after site.</summary>
    /// <param name="first">The position of the output of the first site.</param>
    /// <param name="target">Receives the values.</param>
    public void CopySites(int first, Span<double> target)
    {
        for (var (site, start) = (0, 0); site < _widths.Length; start += _widths[site++])
        {
            _plan.Output(first + site).CopyTo(target.Slice(start, _widths[site]));
        }
    }
}
