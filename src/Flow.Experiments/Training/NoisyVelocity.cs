using System.Collections.Immutable;
using Flow.Backends.Plans;
using Flow.Experiments.Configuration;
using Flow.Experiments.Randomness;
using Flow.Experiments.Running;
using Flow.Integrators.Constraints;
using Flow.Integrators.Spaces;
using Flow.Networks.Derivation;
using Flow.Symbolic.Differentiation;
using Flow.Symbolic.Expressions;
using Flow.Symbolic.Shapes;

namespace Flow.Experiments.Training;

/// <summary>
/// F on all samples plus normal noise -(1/sqrt(B N)) sum_n (xi_n - mean xi) g_n, xi_n standard normal, g_n the gradient
/// of the loss of sample n: its covariance is that of the mean of B gradients drawn with replacement,
/// (1/(B N)) sum_n (g_n - g)(g_n - g)^T. One more backward sweep with weighted samples gives it.
/// </summary>
public sealed class NoisyVelocity : IVelocitySource
{
    private readonly IVelocitySource _mean;
    private readonly Plan _plan;
    private readonly PlanData _data;
    private readonly Variable _weights;
    private Xoshiro256StarStar _random;
    private readonly IVectorSpace _space;
    private readonly IConstraintManifold? _manifold;
    private readonly Vector _noise;
    private readonly double[] _values;
    private readonly double _scale;
    private readonly double[] _lambda = [0];

    /// <summary>Compiles the plan of the noise.</summary>
    /// <param name="mean">F on all samples.</param>
    /// <param name="plans">The flow's plans.</param>
    /// <param name="experiment">The experiment.</param>
    /// <param name="train">The section `train`: B and the seed.</param>
    /// <param name="space">The space of the state.</param>
    /// <param name="manifold">The constraint, to whose tangent space the noise is projected; may be null.</param>
    public NoisyVelocity(
        IVelocitySource mean,
        FlowPlans plans,
        Experiment experiment,
        TrainConfig train,
        IVectorSpace space,
        IConstraintManifold? manifold)
    {
        var data = experiment.Data;
        (_mean, _space, _manifold) = (mean, space, manifold);
        _weights = Variable.Of("a", Shape.Of(experiment.Model.Samples));
        _plan = plans.CompileWith([_weights], [], Outputs(plans.System, _weights));
        _values = new double[data.Count];
        _data = plans.Load(_plan, data, new KeyValuePair<Variable, double[]>(_weights, _values));
        _random = Xoshiro256StarStar.Stream(train.Seed, RandomPurpose.GradientNoise);
        _noise = space.Allocate();
        // The plan divides by N: (1/N) sum_n a_n g_n with a_n = sqrt(N/B)(xi_n - mean xi).
        _scale = Math.Sqrt(data.Count / (double)(train.BatchSize ?? data.Count));
    }

    /// <inheritdoc />
    public double Evaluate(Vector state, Vector velocity)
    {
        var loss = _mean.Evaluate(state, velocity);
        DrawWeights();
        _data.Update(_weights, _values);
        Weigh(state);
        _space.LinearCombination(velocity, 1, velocity, 1, [1.0], [_noise]);
        return loss;
    }

    /// <inheritdoc />
    public void Save(BinaryWriter writer)
    {
        _mean.Save(writer);
        _random.Save().Write(writer);
    }

    /// <inheritdoc />
    public void Load(BinaryReader reader)
    {
        _mean.Load(reader);
        _random = new(RandomState.Read(reader));
    }

    /// <summary>Minus the gradient of (1/N) sum_n a_n l(u_n, y_n) in each block.</summary>
    /// <param name="concrete">The system.</param>
    /// <param name="weights">a, one weight for each sample.</param>
    internal static IEnumerable<PlanOutput> Outputs(ConcreteSystem concrete, Variable weights)
    {
        var system = concrete.System;
        var (model, rules) = (system.Model, system.Rules.Gradient);
        var output = Variable.Of("U", model.Output.Shape);
        var slope = Gradient.Of(model.Loss.Total(output, model.Targets), output, rules);
        var cotangent = Variable.Of("C", model.Output.Shape);
        var weighted = Algebra.Einstein("n,nj->nj", weights, cotangent);
        var blocks = system.State.Select(static s => s.Variable).ToImmutableArray();
        var sweep = Gradient.VectorJacobianProduct(system.RawOutput, weighted, [.. blocks], rules);
        var bound = new Substitution([new(cotangent, Substitution.Replace(slope, output, system.RawOutput))]);
        return sweep.Select((gradient, i) => new PlanOutput(
            $"noise_{i}", concrete.In(-bound.In(gradient) / DimensionSize.Of(model.Samples))));
    }

    private void DrawWeights()
    {
        var sum = 0.0;
        for (var n = 0; n < _values.Length; n++)
        {
            _values[n] = _random.NextNormal();
            sum += _values[n];
        }

        var mean = sum / _values.Length;
        for (var n = 0; n < _values.Length; n++)
        {
            _values[n] = _scale * (_values[n] - mean);
        }
    }

    private void Weigh(Vector state)
    {
        var samples = SampleSelection.Range(0, _data.Count);
        _plan.Execute(
            _data, samples, ((ArrayVector)state).Values, _lambda, ((ArrayVector)_noise).Values, []);
        _manifold?.ProjectTangent(state, _noise);
    }
}
