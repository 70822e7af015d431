using Flow.Backends.Plans;
using Flow.Experiments.Data;
using Flow.Experiments.Observables;
using Flow.Networks.Derivation;
using Flow.Networks.Parametrizations;

namespace Flow.Experiments.Running;

/// <summary>Computes what observables are made of at a state of the flow.</summary>
public sealed class SnapshotPlan
{
    private readonly FlowSystem _system;
    private readonly Plan _plan;
    private readonly PlanData _data;
    private readonly PlanData? _testData;
    private readonly double[] _scalars;
    private readonly double[] _reduced;
    private readonly double[] _testReduced;
    private readonly double[][] _outputs;
    private readonly double[][] _testOutputs;
    private readonly int _stateLength;
    private readonly bool _hasEquilibrium;
    private readonly bool _hasScale;
    private readonly bool _isModified;

    /// <summary>Compiles the plan.</summary>
    /// <param name="plans">The flow's plans.</param>
    /// <param name="data">The data.</param>
    /// <param name="lambda">lambda.</param>
    /// <param name="modified">The steps of the modified flow that is followed; null for the flow itself.</param>
    public SnapshotPlan(FlowPlans plans, Dataset data, double lambda, ModifiedSteps? modified = null)
    {
        var concrete = plans.System;
        _system = concrete.System;
        _hasEquilibrium = _system.Equilibrium is not null;
        _hasScale = HasScale(_system);
        _isModified = modified is not null;
        _plan = _isModified ? plans.CompileModified(Outputs(concrete)) : plans.Compile(Outputs(concrete));
        _stateLength = _plan.Source.StateLength;
        _data = plans.Load(_plan, data);
        _testData = data.Test is null ? null : plans.Load(_plan, data.Test);
        _scalars = modified is null ? [lambda] : [lambda, modified.Correction];
        _reduced = new double[_plan.Source.ReducedLength];
        _testReduced = new double[_reduced.Length];
        _outputs = Arrays(data.Count * data.Outputs);
        _testOutputs = Arrays((data.Test?.Count ?? 0) * data.Outputs);
        Snapshot = new()
        {
            Data = data,
            IsModified = _isModified,
            Outputs = _outputs[0],
            Normalized = _hasScale ? _outputs[1] : new double[_outputs[0].Length],
            TestOutputs = _testOutputs[^1],
            LayerNorms = new double[_system.Model.Depth],
            SmallestUnitNorms = new double[_system.Model.Depth],
            LargestUnitNorms = new double[_system.Model.Depth],
            Multipliers = new double[_system.Multipliers.Length],
        };
    }

    /// <summary>What the last evaluation found; the same object every time.</summary>
    public FlowSnapshot Snapshot { get; }

    /// <summary>s' for each block of the state, one after the other.</summary>
    public ReadOnlySpan<double> Velocity => _reduced.AsSpan(0, _stateLength);

    /// <summary>Evaluates a state.</summary>
    /// <param name="time">t.</param>
    /// <param name="state">The state, block after block.</param>
    public FlowSnapshot Evaluate(double time, ReadOnlySpan<double> state)
    {
        _plan.Execute(
            _data, SampleSelection.Range(0, _data.Count), state, _scalars, _reduced, _outputs);
        var rest = _reduced.AsSpan(_stateLength);
        Snapshot.Time = time;
        (Snapshot.Rho, Snapshot.Loss, Snapshot.Objective, Snapshot.EnergyRate) = (rest[0], rest[1], rest[2], rest[3]);
        for (var i = 0; !_hasScale && i < Snapshot.Outputs.Length; i++)
        {
            Snapshot.Normalized[i] = Snapshot.Outputs[i] / Snapshot.Rho;
        }

        Snapshot.RhoEquilibrium = _hasEquilibrium ? rest[4] : double.NaN;
        var next = 4 + (_hasEquilibrium ? 1 : 0);
        Snapshot.ModifiedObjective = _isModified ? rest[next++] : double.NaN;
        rest.Slice(next, Snapshot.Multipliers.Length).CopyTo(Snapshot.Multipliers);
        Snapshot.PublishedRho = _system.Model.Normalizations.IsEmpty ? double.NaN : rest[^1];
        Snapshot.VelocityNorm = Norm(Velocity);
        FillNorms(state);
        if (_testData is not null)
        {
            var samples = SampleSelection.Range(0, _testData.Count);
            _plan.Execute(_testData, samples, state, _scalars, _testReduced, _testOutputs);
            Snapshot.TestLoss = _testReduced[_stateLength + 1];
        }

        return Snapshot;
    }

    private IEnumerable<PlanOutput> Outputs(ConcreteSystem concrete)
    {
        var system = concrete.System;
        var velocities = _isModified ? ModifiedFlow.Velocities(concrete) : concrete.Velocities;
        IEnumerable<PlanOutput> outputs =
        [
            .. velocities.Select(static (velocity, i) => new PlanOutput($"velocity_{i}", velocity)),
            new("rho", system.Parametrization.Rho(system.Model, system.State)),
            new("loss", concrete.Loss),
            new("objective", concrete.Objective),
            new("energy_rate", _isModified ? ModifiedFlow.EnergyRate(concrete) : concrete.EnergyRate),
        ];
        if (system.Equilibrium is { } equilibrium)
        {
            outputs = outputs.Append(new("rho_eq", concrete.In(equilibrium)));
        }

        if (_isModified)
        {
            outputs = outputs.Append(new("modified_objective", ModifiedFlow.Objective(concrete)));
        }

        outputs = outputs.Concat(concrete.Multipliers.Select(static (nu, k) => new PlanOutput($"nu_{k}", nu)));
        outputs = (concrete.PublishedRho is { } published ? outputs.Append(new("rho_published", published)) : outputs)
            .Append(new("outputs", concrete.In(system.RawOutput)));
        return HasScale(system) ? outputs.Append(new("normalized", concrete.Output)) : outputs;
    }

    /// <summary>Whether u = rho f with rho in the state: f then has a value where rho is 0.</summary>
    private static bool HasScale(FlowSystem system) =>
        system.State.Any(static variable => variable.Role == StateRole.Scale);

    private double[][] Arrays(int length) => _hasScale
        ? [new double[length], new double[length]]
        : [new double[length]];

    private void FillNorms(ReadOnlySpan<double> state)
    {
        var offset = 0;
        foreach (var variable in _system.State)
        {
            var length = variable.Variable.Shape.Count(d => _system.Model.Sizes[d]);
            if (variable.Role is StateRole.Direction or StateRole.Weight or StateRole.LayerScale)
            {
                Snapshot.LayerNorms[variable.Layer - 1] = Norm(state.Slice(offset, length));
            }

            if (variable.Role is StateRole.Direction or StateRole.Weight or StateRole.LayerDirection)
            {
                var rows = _system.Model.Sizes[variable.Variable.Shape.Dimensions[0]];
                FillUnitNorms(variable.Layer - 1, state.Slice(offset, length), length / rows);
            }

            offset += length;
        }
    }

    private void FillUnitNorms(int layer, ReadOnlySpan<double> weight, int columns)
    {
        var (smallest, largest) = (double.PositiveInfinity, 0.0);
        for (var start = 0; start < weight.Length; start += columns)
        {
            var norm = Norm(weight.Slice(start, columns));
            (smallest, largest) = (Math.Min(smallest, norm), Math.Max(largest, norm));
        }

        (Snapshot.SmallestUnitNorms[layer], Snapshot.LargestUnitNorms[layer]) = (smallest, largest);
    }

    private static double Norm(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values)
        {
            sum += value * value;
        }

        return Math.Sqrt(sum);
    }
}
