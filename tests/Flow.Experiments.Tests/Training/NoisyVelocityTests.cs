using Flow.Backends.Plans;
using Flow.Experiments.Training;
using Flow.Experiments.Training.Sampling;
using Flow.Integrators.Spaces;
using Flow.Symbolic.Expressions;
using Flow.Symbolic.Shapes;

namespace Flow.Experiments.Tests.Training;

/// <summary>Normal noise whose covariance is that of the mean of B gradients drawn with replacement.</summary>
public class NoisyVelocityTests
{
    private const string Data = "{source: gaussian, count: 8, dimension: 3, seed: 1}";

    [Theory]
    [InlineData("{widths: [3], activation: tanh, parametrization: unconstrained}")]
    [InlineData("{widths: [3], activation: tanh, loss: logistic, bias: true, parametrization: weight-norm}")]
    [InlineData("{widths: [3], activation: tanh, parametrization: lagrange}")]
    public void Gradient_with_equal_weights_is_the_velocity_without_decay(string model)
    {
        using var small = new TrainingCase(model, "{}", Data);
        var (space, count) = (small.Setup.Space, small.Experiment.Data.Count);
        var weights = Variable.Of("a", Shape.Of(small.Experiment.Model.Samples));
        var plan = small.Plans.CompileWith([weights], [], NoisyVelocity.Outputs(small.Plans.System, weights));
        double[] ones = [.. Enumerable.Repeat(1.0, count)];
        var data = small.Plans.Load(plan, small.Experiment.Data, new KeyValuePair<Variable, double[]>(weights, ones));
        var (state, velocity) = (space.Create(small.Experiment.InitialState), space.Allocate());
        var weighted = space.Create(new double[state.Values.Length]);

        plan.Execute(data, SampleSelection.Range(0, count), state.Values, [0], weighted.Values, []);
        small.Setup.Manifold?.ProjectTangent(state, weighted);
        new BatchVelocity(small.Plans, small.Experiment, new AllSamples(count)).Evaluate(state, velocity);

        var found = weighted.Values.Zip(((ArrayVector)velocity).Values, static (a, b) => Math.Abs(a - b)).Max();
        Assert.InRange(found, 0, 1e-14);
        Assert.True(weighted.Values.Max(Math.Abs) > 1e-3);
    }

    [Theory]
    [InlineData("{widths: [3], activation: tanh, parametrization: unconstrained, weightDecay: 0.1}")]
    [InlineData("{widths: [3], activation: tanh, parametrization: lagrange, weightDecay: 0.1}")]
    public void Mean_and_covariance_are_those_of_batches_with_replacement(string model)
    {
        const int draws = 20_000, batch = 2;
        using var small = new TrainingCase(model, $"{{sampling: gaussian-noise, batchSize: {batch}}}", Data);
        var (space, count) = (small.Setup.Space, small.Experiment.Data.Count);
        var (state, velocity) = (space.Create(small.Experiment.InitialState), space.Allocate());
        var mean = new BatchVelocity(small.Plans, small.Experiment, new AllSamples(count));
        var noisy = new NoisyVelocity(
            mean, small.Plans, small.Experiment, small.Setup.Train, space, small.Setup.Manifold);
        var single = new BatchVelocity(small.Plans, small.Experiment, new OrderedBatches(count, 1));
        double[][] gradients = [.. Enumerable.Range(0, count).Select(_ => Draw(single, state, velocity))];
        var center = Draw(mean, state, velocity);
        var (sum, products) = (new double[center.Length], new double[center.Length, center.Length]);

        for (var i = 0; i < draws; i++)
        {
            var drawn = Draw(noisy, state, velocity);
            Accumulate(sum, products, drawn, center);
        }

        var expected = new double[center.Length, center.Length];
        foreach (var gradient in gradients)
        {
            Accumulate(new double[center.Length], expected, gradient, center);
        }

        var largest = Enumerable.Range(0, center.Length).Max(i => expected[i, i] / (count * batch));
        for (var i = 0; i < center.Length; i++)
        {
            Assert.InRange(Math.Abs(sum[i] / draws), 0, 5 * Math.Sqrt(largest / draws));
            for (var j = 0; j < center.Length; j++)
            {
                // The standard deviation of an entry of the sample covariance is at most sqrt(2/draws) times largest.
                var difference = (products[i, j] / draws) - (expected[i, j] / (count * batch));
                Assert.InRange(Math.Abs(difference), 0, 5 * Math.Sqrt(2.0 / draws) * largest);
            }
        }
    }

    private static double[] Draw(IVelocitySource source, Vector state, Vector velocity)
    {
        source.Evaluate(state, velocity);
        return [.. ((ArrayVector)velocity).Values];
    }

    private static void Accumulate(double[] sum, double[,] products, double[] drawn, double[] center)
    {
        for (var i = 0; i < center.Length; i++)
        {
            sum[i] += drawn[i] - center[i];
            for (var j = 0; j < center.Length; j++)
            {
                products[i, j] += (drawn[i] - center[i]) * (drawn[j] - center[j]);
            }
        }
    }
}
