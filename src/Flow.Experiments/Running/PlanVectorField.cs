using Flow.Backends.Plans;
using Flow.Integrators.Problems;
using Flow.Integrators.Spaces;
using Flow.Networks.Derivation;

namespace Flow.Experiments.Running;

/// <summary>The right-hand side of a flow, z' = F(z), computed by a plan on all samples.</summary>
public sealed class PlanVectorField : IVectorField
{
    private readonly Plan _plan;
    private readonly PlanData _data;
    private readonly SampleSelection _samples;
    private readonly double[] _scalars;
    private readonly ScaleSingularity _singularity;

    /// <summary>Makes the vector field.</summary>
    /// <param name="plan">A plan whose outputs are the velocities in the order of the state.</param>
    /// <param name="data">The data.</param>
    /// <param name="lambda">lambda.</param>
    /// <param name="system">The derived system.</param>
    public PlanVectorField(Plan plan, PlanData data, double lambda, FlowSystem system)
    {
        _plan = plan;
        _data = data;
        _samples = SampleSelection.Range(0, data.Count);
        _scalars = [lambda];
        _singularity = new(system);
    }

    /// <summary>Says why a derivative is not finite at a state; null where there is nothing to say.</summary>
    public Func<double[], string?>? Explain { get; init; }

    /// <inheritdoc />
    public void Evaluate(double time, Vector state, Vector derivative)
    {
        var values = ((ArrayVector)state).Values;
        _singularity.Check(values);
        var result = ((ArrayVector)derivative).Values;
        _plan.Execute(_data, _samples, values, _scalars, result, []);
        if (Explain is not null && !Array.TrueForAll(result, double.IsFinite) && Explain(values) is { } problem)
        {
            throw new VectorFieldException(problem, VanishingVariance.Remedy);
        }
    }
}
