using Flow.Backends.Plans;
using Flow.Experiments.Data;
using Flow.Experiments.Running;
using Flow.Networks.Derivation;

namespace Flow.Experiments.Nonsmooth;

/// <summary>A plan of a masked network that runs on all samples of a data set.</summary>
internal sealed class AllSamples
{
    private readonly Plan _plan;
    private readonly PlanData _data;
    private readonly MaskedFlow _flow;
    private readonly double[] _scalars;
    private readonly int[] _widths;
    private readonly int _units;
    private readonly double[][] _perSample;

    /// <summary>Compiles the plan.</summary>
    /// <param name="flow">The masked flow.</param>
    /// <param name="plans">Its plans.</param>
    /// <param name="data">The data set.</param>
    /// <param name="lambda">lambda.</param>
    /// <param name="outputs">What to compute; per sample, one or more times the sites in order.</param>
    public AllSamples(
        MaskedFlow flow, FlowPlans plans, Dataset data, double lambda, IEnumerable<PlanOutput> outputs)
    {
        (_flow, _scalars) = (flow, [lambda]);
        var masks = flow.Sites.Select(static site => site.Mask).ToList();
        _plan = plans.CompileWith(masks, [], outputs);
        _widths = [.. masks.Select(_plan.Source.Width)];
        _units = _widths.Sum();
        _data = plans.Load(_plan, data, [.. masks.Select((mask, i) => KeyValuePair.Create(
            mask, new double[data.Count * _widths[i]]))]);
        _perSample = [.. _plan.Source.Outputs.Where(_plan.Source.IsPerSample)
            .Select(output => new double[data.Count * _plan.Source.Width(output.Value)])];
    }

    /// <summary>Runs the plan.</summary>
    /// <param name="state">y.</param>
    /// <param name="masks">m, samples x units.</param>
    /// <param name="reduced">Receives the outputs that are not per sample.</param>
    public void Execute(ReadOnlySpan<double> state, ReadOnlySpan<double> masks, ReducedOutputs reduced)
    {
        for (var (site, start) = (0, 0); site < _widths.Length; start += _widths[site++])
        {
            _data.UpdateRows(_flow.Sites[site].Mask, masks[start..], _units);
        }

        _plan.Execute(_data, SampleSelection.Range(0, _data.Count), state, _scalars, reduced, _perSample);
    }

    /// <summary>Copies one output of each site to the columns of a matrix.</summary>
    /// <param name="first">The position of the output of the first site among those per sample.</param>
    /// <param name="target">Receives the values, samples x units.</param>
    public void CopySites(int first, Span<double> target)
    {
        for (var (site, start) = (0, 0); site < _widths.Length; start += _widths[site++])
        {
            var (values, width) = (_perSample[first + site], _widths[site]);
            for (var n = 0; n < _data.Count; n++)
            {
                values.AsSpan(n * width, width).CopyTo(target.Slice((n * _units) + start, width));
            }
        }
    }
}
