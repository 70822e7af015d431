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
    private readonly double[] _loss;

    /// <summary>Makes the vector field.</summary>
    /// <param name="plan">
    /// A plan whose outputs are the velocities in the order of the state; where the mean loss follows, the derivative
    /// is
    /// NaN wherever the loss is not finite, since no flow of it exists there.
    /// </param>
    /// <param name="data">The data.</param>
    /// <param name="lambda">lambda.</param>
    /// <param name="system">The derived system.</param>
    /// <param name="correction">kappa of the modified flow, for a plan that takes it.</param>
    public PlanVectorField(
        Plan plan, PlanData data, double lambda, FlowSystem system, double? correction = null)
    {
        _plan = plan;
        _data = data;
        _samples = SampleSelection.Range(0, data.Count);
        _scalars = correction is { } kappa ? [lambda, kappa] : [lambda];
        _singularity = new(system);
        _loss = new double[plan.Source.ReducedLength - plan.Source.StateLength];
    }

    /// <summary>Says why a derivative is not finite at a state; null where there is nothing to say.</summary>
    public Func<double[], string?>? Explain { get; init; }

    /// <summary>The last state at which the loss was not finite; null where there was none.</summary>
    public double[]? StateWithoutLoss { get; private set; }

    /// <inheritdoc />
    public void Evaluate(double time, Vector state, Vector derivative)
    {
        var values = ((ArrayVector)state).Values;
        _singularity.Check(values);
        var result = ((ArrayVector)derivative).Values;
        _plan.Execute(_data, _samples, values, _scalars, new(result, _loss), []);
        if (!Array.TrueForAll(_loss, double.IsFinite))
        {
            StateWithoutLoss = [.. values];
            Array.Fill(result, double.NaN);
        }

        if (Explain is not null && !Array.TrueForAll(result, double.IsFinite) && Explain(values) is { } problem)
        {
            throw new VectorFieldException(problem, VanishingVariance.Remedy);
        }
    }
}
