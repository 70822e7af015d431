using Flow.Experiments.Running;
using Flow.Experiments.Training;
using Flow.Experiments.Training.Sampling;
using Flow.Integrators.Spaces;

namespace Flow.Experiments.Tests.Training;

/// <summary>
/// The velocity of a batch against central differences of the objective of a data set that has only the batch, batch
/// norm with the statistics of the batch included.
/// </summary>
public class BatchVelocityTests
{
    private const string Norm =
        "layers: [dense: {units: 4}, batch-norm: {epsilon: 0.0, affine: true}, activation: tanh], loss: square";

    public static TheoryData<string> Models() =>
    [
        "{widths: [4], activation: tanh, bias: true, parametrization: unconstrained, weightDecay: 0.01}",
        "{widths: [4], activation: tanh, loss: logistic, parametrization: weight-norm, weightDecay: 0.01}",
        "{widths: [4], activation: tanh, parametrization: lagrange, weightDecay: {lambda: 0.01, on: layers}}",
        $"{{{Norm}, parametrization: unconstrained, weightDecay: 0.01}}",
        $"{{{Norm}, parametrization: lagrange, weightDecay: 0.01}}",
        $"{{{Norm}, parametrization: weight-norm}}",
    ];

    [Theory]
    [MemberData(nameof(Models))]
    public void Velocity_of_a_batch_is_minus_the_slope_of_the_objective_of_its_samples(string model)
    {
        using var small = new TrainingCase(model, "{batchSize: 7}");
        var batch = new ShuffledBatches(small.Experiment.Data.Count, 7, 4);
        var (state, velocity) = (small.Setup.Space.Create(small.Experiment.InitialState), small.Setup.Space.Allocate());

        var loss = new BatchVelocity(small.Plans, small.Experiment, batch).Evaluate(state, velocity);

        int[] rows = [.. Rows(new ShuffledBatches(small.Experiment.Data.Count, 7, 4))];
        var alone = new SnapshotPlan(small.Plans, Subset(small.Experiment, rows), small.Experiment.Lambda);
        Assert.Equal(alone.Evaluate(0, state.Values).Loss, loss, 1e-14);
        var slope = small.Setup.Space.Create(Slope(alone, state.Values));
        small.Setup.Manifold?.ProjectTangent(state, slope);
        var values = ((ArrayVector)velocity).Values;
        var difference = values.Zip(slope.Values, static (v, s) => Math.Abs(v + s)).Max();
        Assert.InRange(difference, 0, 1e-8 * Math.Max(1, values.Max(Math.Abs)));
    }

    [Fact]
    public void Statistics_of_batch_norm_are_those_of_the_batch_not_of_all_samples()
    {
        using var small = new TrainingCase($"{{{Norm}, parametrization: unconstrained}}", "{batchSize: 7}");
        var space = small.Setup.Space;
        var (state, part) = (space.Create(small.Experiment.InitialState), space.Allocate());
        var source = new BatchVelocity(
            small.Plans, small.Experiment, new OrderedBatches(small.Experiment.Data.Count, 12));
        source.Evaluate(state, part);
        double[] sum = [.. ((ArrayVector)part).Values];
        source.Evaluate(state, part);
        sum = [.. sum.Zip(((ArrayVector)part).Values, static (a, b) => (a + b) / 2)];

        new BatchVelocity(small.Plans, small.Experiment, new AllSamples(24)).Evaluate(state, part);

        Assert.True(((ArrayVector)part).Values.Zip(sum, static (a, b) => Math.Abs(a - b)).Max() > 1e-3);
    }

    private static IEnumerable<int> Rows(BatchSampling sampling)
    {
        var selection = sampling.Next();
        return Enumerable.Range(0, selection.Count).Select(i => selection[i]);
    }

    private static Flow.Experiments.Data.Dataset Subset(Experiment experiment, int[] rows)
    {
        var data = experiment.Data;
        return data with
        {
            Count = rows.Length,
            Inputs = [.. rows.SelectMany(n => data.Inputs.Skip(n * data.Dimension).Take(data.Dimension))],
            Targets = [.. rows.SelectMany(n => data.Targets.Skip(n * data.Outputs).Take(data.Outputs))],
            Labels = [.. rows.Select(n => data.Labels[n])],
        };
    }

    private static double[] Slope(SnapshotPlan plan, double[] state)
    {
        const double h = 1e-5;
        return [.. state.Select((value, i) =>
        {
            double[] moved = [.. state];
            moved[i] = value + h;
            var above = plan.Evaluate(0, moved).Objective;
            moved[i] = value - h;
            return (above - plan.Evaluate(0, moved).Objective) / (2 * h);
        })];
    }
}
