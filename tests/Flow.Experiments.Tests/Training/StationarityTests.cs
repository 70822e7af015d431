using System.Globalization;
using Xunit.Abstractions;

namespace Flow.Experiments.Tests.Training;

/// <summary>
/// With weight decay and batches smaller than the data no state is stationary: the update norm has a floor; without
/// decay (interpolation), or with all samples and a smooth activation, it vanishes.
/// </summary>
public class StationarityTests(ITestOutputHelper output)
{
    // 40-30-30-1, 24 samples, inputs of unit norm: labels at random are interpolated.
    private const string Data = "{source: gaussian, count: 24, dimension: 40, seed: 1, normalize: unit}";

    private const string Model = "widths: [30, 30], activation: tanh, loss: square, parametrization: unconstrained";

    private double LastUpdates(double lambda, string batches, long steps)
    {
        const int window = 200;
        var recorded = string.Join(", ", Enumerable.Range(0, window).Select(i => steps - window + 1 + i));
        using var small = new TrainingCase(
            string.Create(CultureInfo.InvariantCulture, $"{{{Model}, weightDecay: {lambda}}}"),
            $"{{{batches}, learningRate: 0.05, steps: {steps}, samples: {{steps: [{recorded}]}}}}",
            Data,
            "{norm: 3.0, seed: 2}");
        var points = small.Run();
        Assert.True(small.Block(points[^1].State, "W_1").Sum(static w => w * w) > 0.5, "the weights decayed to 0");
        var mean = points.Skip(1).Average(static pair => pair.Point.UpdateNorm);
        output.WriteLine($"lambda {lambda}, {batches}, {steps} steps: mean ||dW|| {mean:E2}");
        return mean;
    }

    [Fact]
    public void Batches_with_decay_have_a_floor_that_more_steps_do_not_lower()
    {
        var early = LastUpdates(5e-3, "batchSize: 4", 2_000);
        var late = LastUpdates(5e-3, "batchSize: 4", 4_000);

        Assert.InRange(late, 1e-3, 1e-1);
        Assert.InRange(late / early, 0.8, 1.25);
    }

    [Fact]
    public void Batches_without_decay_come_to_rest_by_interpolation() =>
        Assert.InRange(LastUpdates(0, "batchSize: 4", 6_000), 0, 1e-9);

    [Fact]
    public void All_samples_with_decay_and_a_smooth_activation_come_to_rest()
    {
        var early = LastUpdates(5e-3, "algorithm: gd", 2_000);
        var late = LastUpdates(5e-3, "algorithm: gd", 6_000);

        Assert.InRange(late, 0, 2e-4);
        Assert.InRange(late / early, 0, 0.25);
    }
}
