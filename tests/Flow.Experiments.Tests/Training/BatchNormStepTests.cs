using System.Globalization;

namespace Flow.Experiments.Tests.Training;

/// <summary>
/// Under batch norm the gradient of each row w_i is orthogonal to it, so that a step without momentum obeys
/// ||w_i+||^2 = (1 - 2 eta lambda)^2 ||w_i||^2 + eta^2 ||grad_i||^2 exactly.
/// </summary>
public class BatchNormStepTests
{
    private const string Layers = "layers: [dense: {units: 6}, batch-norm: {epsilon: 0.0}, activation: relu]";
    private const int Units = 6;
    private const double Rate = 0.1;

    [Theory]
    [InlineData(0.02, "{algorithm: gd, steps: 60, learningRate: 0.1, samples: {kind: linear, count: 61}}")]
    [InlineData(0.02, "{batchSize: 8, steps: 60, learningRate: 0.1, samples: {kind: linear, count: 61}}")]
    [InlineData(0.0, "{batchSize: 7, steps: 60, learningRate: 0.1, samples: {kind: linear, count: 61}}")]
    public void Norm_of_each_row_obeys_the_exact_identity(double lambda, string train)
    {
        using var small = new TrainingCase(
            string.Create(
                CultureInfo.InvariantCulture, $"{{{Layers}, parametrization: unconstrained, weightDecay: {lambda}}}"),
            train);

        var points = small.Run();

        Assert.Equal(61, points.Count);
        var shrink = 1 - (2 * Rate * lambda);
        for (var s = 1; s < points.Count; s++)
        {
            var (before, after) = (small.Block(points[s - 1].State, "W_1"), small.Block(points[s].State, "W_1"));
            var columns = before.Length / Units;
            for (var i = 0; i < Units; i++)
            {
                var (w, next) = (before[(i * columns)..((i + 1) * columns)], after[(i * columns)..((i + 1) * columns)]);
                var (old, gradient, found) = (0.0, 0.0, 0.0);
                for (var j = 0; j < columns; j++)
                {
                    var slope = ((shrink * w[j]) - next[j]) / Rate;
                    old += w[j] * w[j];
                    gradient += slope * slope;
                    found += next[j] * next[j];
                }

                var expected = (shrink * shrink * old) + (Rate * Rate * gradient);
                Assert.InRange(Math.Abs(found - expected) / expected, 0, 1e-12);
                Assert.True(lambda > 0 || found >= old);
            }
        }
    }

    [Fact]
    public void Identity_fails_for_the_layer_after_the_batch_norm()
    {
        using var small = new TrainingCase(
            $"{{{Layers}, parametrization: unconstrained}}",
            "{algorithm: gd, steps: 1, learningRate: 0.1}");

        var points = small.Run();

        var (w, next) = (small.Block(points[0].State, "W_2"), small.Block(points[1].State, "W_2"));
        var inner = 0.0;
        for (var j = 0; j < w.Length; j++)
        {
            inner += w[j] * (w[j] - next[j]);
        }

        Assert.True(Math.Abs(inner) > 1e-3);
    }
}
