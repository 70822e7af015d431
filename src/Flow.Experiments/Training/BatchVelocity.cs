using Flow.Backends.Plans;
using Flow.Experiments.Running;
using Flow.Experiments.Training.Sampling;
using Flow.Integrators.Problems;
using Flow.Integrators.Spaces;

namespace Flow.Experiments.Training;

/// <summary>
/// The right-hand side of the flow on the samples of a batch, by the plan of the flow: N of the equations is the size
/// of the batch, in means and in the statistics of batch norm alike.
/// </summary>
public sealed class BatchVelocity : IVelocitySource
{
    private readonly Plan _plan;
    private readonly PlanData _data;
    private readonly BatchSampling _sampling;
    private readonly ScaleSingularity _singularity;
    private readonly double[] _scalars;
    private readonly double[] _loss = new double[1];

    /// <summary>Compiles the plan.</summary>
    /// <param name="plans">The flow's plans.</param>
    /// <param name="experiment">The experiment.</param>
    /// <param name="sampling">Which samples each step uses.</param>
    /// <exception cref="PlanException">The backend cannot compile the network.</exception>
    public BatchVelocity(FlowPlans plans, Experiment experiment, BatchSampling sampling)
    {
        var concrete = plans.System;
        _plan = plans.Compile(concrete.Velocities
            .Select(static (velocity, i) => new PlanOutput($"velocity_{i}", velocity))
            .Append(new("loss", concrete.Loss)));
        _data = plans.Load(_plan, experiment.Data);
        _sampling = sampling;
        _singularity = new(experiment.System);
        _scalars = [experiment.Lambda];
    }

    /// <summary>Says why a velocity is not finite at a state; null where there is nothing to say.</summary>
    public Func<double[], SampleSelection, string?>? Explain { get; init; }

    /// <inheritdoc />
    public double Evaluate(Vector state, Vector velocity)
    {
        var values = ((ArrayVector)state).Values;
        _singularity.Check(values);
        var batch = _sampling.Next();
        var result = ((ArrayVector)velocity).Values;
        _plan.Execute(_data, batch, values, _scalars, new(result, _loss), []);
        if (Explain is not null
            && !(double.IsFinite(_loss[0]) && Array.TrueForAll(result, double.IsFinite))
            && Explain(values, batch) is { } problem)
        {
            throw new VectorFieldException(problem, $"{VanishingVariance.Remedy}, or take larger batches");
        }

        return _loss[0];
    }

    /// <inheritdoc />
    public void Save(BinaryWriter writer) => _sampling.Save(writer);

    /// <inheritdoc />
    public void Load(BinaryReader reader) => _sampling.Load(reader);
}
