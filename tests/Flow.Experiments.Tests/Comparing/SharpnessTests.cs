using System.Globalization;
using Flow.Experiments.Comparing;
using Flow.Experiments.Running;
using Flow.Experiments.Tests.Training;

namespace Flow.Experiments.Tests.Comparing;

/// <summary>The sharpness against Hessians known otherwise, and the limit of stability against training.</summary>
public class SharpnessTests
{
    private const string Linear = "layers: [], parametrization: unconstrained";
    private const string Data = "{source: gaussian, count: 20, dimension: 2, seed: 3}";

    /// <summary>The eigenvalues of (2/N) X^T X for two inputs, the larger one first.</summary>
    private static (double Larger, double Smaller) Curvatures(Experiment experiment)
    {
        var (a, b, c) = (0.0, 0.0, 0.0);
        foreach (var x in experiment.Data.Inputs.Chunk(2))
        {
            (a, b, c) = (a + (x[0] * x[0]), b + (x[0] * x[1]), c + (x[1] * x[1]));
        }

        var (mean, radius) = ((a + c) / 2, Math.Sqrt((((a - c) / 2) * ((a - c) / 2)) + (b * b)));
        return (2 * (mean + radius) / experiment.Data.Count, 2 * (mean - radius) / experiment.Data.Count);
    }

    [Fact]
    public void Linear_regression_has_the_curvature_of_its_data_and_decay()
    {
        using var small = new TrainingCase($"{{{Linear}, weightDecay: 0.1}}", "{algorithm: gd}", Data);

        var found = new Sharpness(small.Plans, small.Experiment).At(small.Experiment.InitialState);

        Assert.Equal(Curvatures(small.Experiment).Larger + 0.2, found, 1e-4);
    }

    [Fact]
    public void Growth_does_not_count_as_sharpness()
    {
        using var small = new TrainingCase($"{{{Linear}, loss: \"0 - u^2 + 0*y\"}}", "{algorithm: gd}", Data);

        var found = new Sharpness(small.Plans, small.Experiment).At(small.Experiment.InitialState);

        Assert.Equal(-Curvatures(small.Experiment).Smaller, found, 1e-4);
    }

    [Theory]
    [InlineData("{widths: [3], activation: tanh, parametrization: unconstrained, weightDecay: 0.1}")]
    [InlineData("{widths: [3], activation: tanh, parametrization: weight-norm}")]
    [InlineData("{widths: [3], activation: tanh, parametrization: lagrange, weightDecay: 0.1}")]
    public void Networks_have_the_sharpness_of_the_differenced_right_hand_side(string model)
    {
        using var small = new TrainingCase(model, "{algorithm: gd}", Data);
        var plan = new SnapshotPlan(small.Plans, small.Experiment.Data, small.Experiment.Lambda);
        // Near the end of training, where the spectrum of the constrained flow is real.
        var state = Trained(model);

        var found = new Sharpness(small.Plans, small.Experiment).At(state);

        var jacobian = Jacobian(plan, state);
        double[] v = [.. state.Select(static (_, i) => Math.Cos(i + 1))];
        var value = 0.0;
        for (var iteration = 0; iteration < 4000; iteration++)
        {
            double[] next = [.. jacobian.Select(row => -row.Zip(v, static (j, x) => j * x).Sum())];
            value = next.Zip(v, static (a, b) => a * b).Sum() / v.Sum(static x => x * x);
            var norm = Math.Sqrt(next.Sum(static x => x * x));
            v = [.. next.Select(x => x / norm)];
        }

        Assert.True(value > 0);
        Assert.Equal(value, found, 1e-3 * value);
    }

    [Theory]
    [InlineData(0.0, false)]
    [InlineData(0.9, false)]
    [InlineData(0.5, false)]
    [InlineData(0.9, true)]
    [InlineData(0.5, true)]
    public void Steps_are_stable_below_the_limit_and_unstable_above(double momentum, bool nesterov)
    {
        var curvature = Curvatures(TrainingCase.Assemble($"{{{Linear}}}", "{}", Data)).Larger;
        var rate = Stability.Limit(momentum, nesterov) / curvature;

        Assert.InRange(UpdateAfter(0.97 * rate, momentum, nesterov), 0, 1e-3);
        Assert.InRange(UpdateAfter(1.03 * rate, momentum, nesterov), 10, double.PositiveInfinity);
    }

    private static double UpdateAfter(double rate, double momentum, bool nesterov)
    {
        var train = string.Create(
            CultureInfo.InvariantCulture,
            $"{{algorithm: gd, steps: 800, learningRate: {rate}, momentum: {momentum}, ")
            + (nesterov ? "nesterov: true}" : "nesterov: false}");
        using var small = new TrainingCase($"{{{Linear}}}", train, Data);
        return small.Run()[^1].Point.UpdateNorm;
    }

    private static double[] Trained(string model)
    {
        using var small = new TrainingCase(model, "{algorithm: gd, steps: 3000, learningRate: 0.1}", Data);
        return small.Run()[^1].State;
    }

    private static double[][] Jacobian(SnapshotPlan plan, double[] state)
    {
        const double h = 1e-5;
        var columns = state.Select((value, i) =>
        {
            double[] moved = [.. state];
            moved[i] = value + h;
            plan.Evaluate(0, moved);
            var above = plan.Velocity.ToArray();
            moved[i] = value - h;
            plan.Evaluate(0, moved);
            return above.Zip(plan.Velocity.ToArray(), static (a, b) => (a - b) / (2 * h)).ToArray();
        }).ToArray();
        return [.. state.Select((_, row) => columns.Select(column => column[row]).ToArray())];
    }
}
