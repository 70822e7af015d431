using Flow.Backends.Plans;
using Flow.Experiments.Running;
using Flow.Networks.Derivation;

namespace Flow.Experiments.Certifying;

/// <summary>The proved invariants of a flow as a plan, and their drift along a run.</summary>
internal sealed class InvariantPlan
{
    private readonly Plan? _plan;
    private readonly PlanData? _data;
    private readonly Experiment _experiment;
    private readonly List<(Invariant Invariant, int Length)> _invariants;
    private readonly double[] _start;
    private readonly double[] _values;
    private readonly double[] _drifts;

    /// <summary>Compiles the plan and computes the invariants at the start.</summary>
    /// <param name="plans">The flow's plans.</param>
    /// <param name="experiment">The experiment.</param>
    /// <param name="start">The state at t = 0.</param>
    public InvariantPlan(FlowPlans plans, Experiment experiment, ReadOnlySpan<double> start)
    {
        _experiment = experiment;
        var (system, sizes) = (experiment.System, experiment.Model.Sizes);
        var examined = experiment.Modified is null ? system.Invariants : new ModifiedEquations(system).Invariants;
        var proved = examined.Where(static invariant => invariant.Law != InvariantLaw.Unproved).ToList();
        _invariants = [.. proved.Select(q => (q, q.Quantity.Shape.Count(d => sizes[d])))];
        _values = new double[_invariants.Sum(static pair => pair.Length)];
        _drifts = new double[_invariants.Count];
        if (proved.Count > 0)
        {
            _plan = plans.Compile(
                proved.Select((invariant, i) => new PlanOutput($"invariant_{i}", plans.System.In(invariant.Quantity))));
            _data = plans.Load(_plan, experiment.Data);
        }

        Compute(start);
        _start = [.. _values];
    }

    /// <summary>The largest drift so far of each invariant.</summary>
    public IReadOnlyDictionary<string, double> Drifts => _invariants.Zip(_drifts)
        .ToDictionary(static pair => pair.First.Invariant.Quantity.ToString()!, static pair => pair.Second);

    /// <summary>Looks at a state.</summary>
    /// <param name="time">t.</param>
    /// <param name="state">The state.</param>
    public void Look(double time, ReadOnlySpan<double> state)
    {
        Compute(state);
        var offset = 0;
        for (var k = 0; k < _drifts.Length; k++)
        {
            var (invariant, length) = _invariants[k];
            var decay = invariant.Law == InvariantLaw.Constant ? 1 : Math.Exp(-4 * _experiment.Lambda * time);
            for (var i = offset; i < offset + length; i++)
            {
                _drifts[k] = Math.Max(_drifts[k], Math.Abs(_values[i] - (decay * _start[i])));
            }

            offset += length;
        }
    }

    private void Compute(ReadOnlySpan<double> state) => _plan?.Execute(
        _data!, SampleSelection.Range(0, _data!.Count), state, [_experiment.Lambda], _values, []);
}
