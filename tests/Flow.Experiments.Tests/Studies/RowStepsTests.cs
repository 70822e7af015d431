using Flow.Experiments.Studies;
using Flow.Experiments.Tests.Training;
using Flow.Experiments.Training;
using Flow.Experiments.Training.Schedules;
using Flow.Experiments.Training.Updates;
using Flow.Integrators.Spaces;
using Flow.TestKit;
using Xunit.Abstractions;

namespace Flow.Experiments.Tests.Studies;

/// <summary>
/// Laws of discrete steps on scale-invariant losses: a noisy quadratic of the direction w/||w|| in 20 dimensions with
/// batches of 8, and networks with batch norm.
/// </summary>
public class RowStepsTests(ITestOutputHelper output)
{
    private const int Dimension = 20;
    private const double Rate = 0.05;

    [Theory]
    [InlineData(0.3)]
    [InlineData(1.0)]
    public void Without_decay_the_square_of_the_norm_grows_like_the_root_of_the_steps(double start)
    {
        const int steps = 40_000;

        var row = Train(start, 0, steps, hasUnitGradient: true);

        // ||w||^2 = eta ||g~|| sqrt(2 s) for ||g~|| = 1, whatever the start.
        var law = Rate * Math.Sqrt(2.0 * steps);
        output.WriteLine($"||w||^2 = {row.LastNorm * row.LastNorm}, law {law}");
        Assert.InRange(row.LastNorm * row.LastNorm / law, 0.98, 1.02);
        Assert.InRange(row.IdentityDefect, 0, 1e-12);
        Assert.True(row.LeastGrowth > 0);
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(3.0)]
    public void With_decay_norm_and_rotation_come_to_their_balance_from_every_start(double start)
    {
        const double lambda = 5e-3;

        var row = Train(start, lambda, 40_000, hasUnitGradient: false);

        var balance = Rate * row.MeanSquaredGradient / (4 * lambda);
        output.WriteLine($"<||w||^4> = {row.MeanFourthPower}, law {balance}; rotation {row.Rotation}");
        Assert.InRange(row.MeanFourthPower / balance, 0.98, 1.02);
        Assert.InRange(row.Rotation / Math.Sqrt(4 * Rate * lambda), 0.98, 1.02);
        Assert.InRange(row.IdentityDefect, 0, 1e-12);
    }

    [Fact]
    public void Balance_does_not_hold_where_the_steps_have_no_decay()
    {
        var row = Train(0.3, 0, 10_000, hasUnitGradient: false);

        Assert.False(Math.Abs((row.MeanFourthPower / (Rate * row.MeanSquaredGradient / (4 * 5e-3))) - 1) < 0.02);
        Assert.InRange(Math.Pow(row.LastNorm, 4) / row.PredictedFourthPower, 0.98, 1.02);
    }

    [Theory]
    [InlineData("dense: {units: 4}", "dimension: 6", 0.0, 4)]
    [InlineData("dense: {units: 4}", "dimension: 6", 0.02, 4)]
    [InlineData("conv: {channels: 3, kernel: 2, stride: 1, padding: 1}", "dimension: 9, shape: [1, 3, 3]", 0.0, 3)]
    [InlineData("conv: {channels: 3, kernel: 2, stride: 1, padding: 1}", "dimension: 9, shape: [1, 3, 3]", 0.02, 3)]
    public void Rows_and_channels_of_networks_obey_the_identity(string layer, string data, double lambda, int rows)
    {
        using var small = new TrainingCase(
            FormattableString.Invariant(
                $"{{layers: [{layer}, batch-norm: {{}}, activation: tanh, flatten: {{}}], ")
                + FormattableString.Invariant($"parametrization: unconstrained, weightDecay: {lambda}}}"),
            "{algorithm: sgd, batchSize: 8, steps: 300, learningRate: 0.05}",
            $"{{source: gaussian, count: 24, {data}, seed: 1}}");

        var found = RowRecorder.Run(small.Experiment, small.Plans, CancellationToken.None);

        Assert.Equal(rows, found.Count);
        Assert.All(found, static row => Assert.InRange(row.IdentityDefect, 0, 1e-12));
        Assert.All(found, row => Assert.Equal(lambda == 0, row.LeastGrowth > 0));
        Assert.All(found, static row => Assert.NotEqual(row.FirstNorm, row.LastNorm));
    }

    [Fact]
    public void Momentum_is_refused()
    {
        using var small = new TrainingCase(
            "{layers: [dense: {units: 4}, batch-norm: {}], parametrization: unconstrained}",
            "{algorithm: sgd, momentum: 0.9, batchSize: 8, steps: 3, learningRate: 0.05}");

        Assert.Throws<ArgumentException>(() => RowRecorder.Run(small.Experiment, small.Plans, CancellationToken.None));
    }

    private static RowSteps Train(double norm, double lambda, int steps, bool hasUnitGradient)
    {
        var space = new ArraySpace(new VectorLayout([("w", Dimension)]));
        var loop = new TrainingLoop(
            space, new DirectionQuadratic(lambda, hasUnitGradient), new PlainUpdate(space), new ConstantSchedule(Rate),
            null, 0);
        double[] before = [.. new RandomStream(3).Array(Dimension)];
        var scale = norm / Math.Sqrt(before.Sum(static w => w * w));
        before = [.. before.Select(w => w * scale)];
        var row = new RowSteps(1, 1, 1 - (2 * Rate * lambda));
        loop.Run(before, [.. Enumerable.Range(0, steps + 1).Select(static s => (long)s)], Look, CancellationToken.None);
        return row;

        void Look(TrainingPoint point)
        {
            var after = ((ArrayVector)point.State).Values;
            if (point.Step > 0)
            {
                row.Look(before, after, Rate, 2 * point.Step > steps);
            }

            before = [.. after];
        }
    }

    /// <summary>l = mean of (x.v - y)^2/2 with v = w/||w||, x in a cube, y = 2 x_1 + noise.</summary>
    private sealed class DirectionQuadratic(double lambda, bool hasUnitGradient) : IVelocitySource
    {
        private const int Batch = 8;
        private readonly RandomStream _random = new(4);

        public double Evaluate(Vector state, Vector velocity)
        {
            var w = ((ArrayVector)state).Values;
            var rate = ((ArrayVector)velocity).Values;
            var norm = Math.Sqrt(w.Sum(static x => x * x));
            var (gradient, loss) = (new double[Dimension], 0.0);
            for (var n = 0; n < Batch; n++)
            {
                var sample = _random.Array(Dimension + 1);
                var residual = sample[Dimension] - (2 * sample[0]);
                for (var j = 0; j < Dimension; j++)
                {
                    residual += sample[j] * w[j] / norm;
                }

                loss += residual * residual / (2 * Batch);
                for (var j = 0; j < Dimension; j++)
                {
                    gradient[j] += residual * sample[j] / Batch;
                }
            }

            var radial = gradient.Zip(w, static (g, x) => g * x).Sum() / (norm * norm);
            var tangential = gradient.Zip(w, (g, x) => g - (radial * x)).ToArray();
            var length = hasUnitGradient ? Math.Sqrt(tangential.Sum(static g => g * g)) : 1;
            for (var j = 0; j < Dimension; j++)
            {
                rate[j] = -(tangential[j] / (length * norm)) - (2 * lambda * w[j]);
            }

            return loss;
        }
    }
}
