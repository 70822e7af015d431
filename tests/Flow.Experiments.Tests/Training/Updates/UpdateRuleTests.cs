using Flow.Experiments.Configuration;
using Flow.Experiments.Randomness;
using Flow.Experiments.Training;
using Flow.Experiments.Training.Updates;
using Flow.Integrators.Spaces;

namespace Flow.Experiments.Tests.Training.Updates;

/// <summary>Update rules against recurrences written out, and the law of the anchored iteration.</summary>
public class UpdateRuleTests
{
    private const double Curvature = 0.7;
    private const double Rate = 0.3;

    /// <summary>torch.optim.SGD without dampening on (Curvature/2) p^2 from p = 2, as documented.</summary>
    private static IEnumerable<double> Torch(double momentum, bool nesterov, int steps)
    {
        double p = 2, buffer = 0;
        for (var t = 1; t <= steps; t++)
        {
            var g = Curvature * p;
            if (momentum != 0)
            {
                buffer = t > 1 ? (momentum * buffer) + g : g;
                g = nesterov ? g + (momentum * buffer) : buffer;
            }

            p -= Rate * g;
            yield return p;
        }
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(0.9, false)]
    [InlineData(0.9, true)]
    [InlineData(0.5, true)]
    public void Momentum_is_that_of_the_written_out_recurrence(double momentum, bool nesterov)
    {
        var space = new ArraySpace(1);
        var train = new TrainConfig { Momentum = momentum, Nesterov = nesterov };
        var rule = OptimizerCatalog.Find("sgd").Make(space, train);
        var (state, velocity) = (space.Create(2), space.Create(0));

        foreach (var (expected, step) in Torch(momentum, nesterov, 50).Select(static (p, i) => (p, i)))
        {
            velocity.Values[0] = -Curvature * state.Values[0];
            rule.Apply(state, velocity, Rate, step, state);
            Assert.Equal(expected, state.Values[0], 1e-14);
        }
    }

    [Theory]
    [InlineData(1, 1.5e-3)]
    [InlineData(100, 0.15)]
    public void Halpern_steps_shrink_the_null_space_by_one_over_T_plus_one_and_find_the_smallest_solution(
        double scale, double bound)
    {
        const int length = 7, steps = 20_000;
        var random = new Xoshiro256StarStar(5);
        var rows = Orthogonal(random, 3, length);
        double[] b = [.. rows.Select(_ => random.NextNormal())];
        double[] smallest = Combine(rows, [.. rows.Zip(b, static (row, value) => value / Dot(row, row))]);
        double[] start = [.. Enumerable.Range(0, length).Select(_ => scale * random.NextNormal())];
        var rate = 1 / rows.Max(static row => Dot(row, row));
        var space = new ArraySpace(length);
        var rule = new HalpernUpdate(space);
        var (state, velocity) = (space.Create(start), space.Create(new double[length]));

        for (var t = 0; t < steps; t++)
        {
            double[] residuals = [.. rows.Zip(b, (row, value) => value - Dot(row, state.Values))];
            Combine(rows, residuals).CopyTo(velocity.Values, 0);
            rule.Apply(state, velocity, rate, t, state);
        }

        Assert.Equal(1, Norm(OffRows(rows, state.Values)) * (steps + 1) / Norm(OffRows(rows, start)), 1e-9);
        Assert.InRange(Norm([.. state.Values.Zip(smallest, static (z, x) => z - x)]), 0, bound);
    }

    private static List<double[]> Orthogonal(Xoshiro256StarStar random, int count, int length)
    {
        var rows = new List<double[]>();
        for (var i = 0; i < count; i++)
        {
            double[] row = [.. Enumerable.Range(0, length).Select(_ => random.NextNormal())];
            rows.Add(OffRows(rows, row));
        }

        return rows;
    }

    /// <summary>The part of a vector that is orthogonal to the rows.</summary>
    private static double[] OffRows(List<double[]> rows, double[] vector)
    {
        var parts = Combine(rows, [.. rows.Select(row => Dot(row, vector) / Dot(row, row))]);
        return [.. vector.Select((value, i) => value - (parts.Length == 0 ? 0 : parts[i]))];
    }

    private static double[] Combine(List<double[]> rows, double[] weights) => rows.Count == 0 ? []
        : [.. Enumerable.Range(0, rows[0].Length).Select(j => rows.Zip(weights, (row, w) => w * row[j]).Sum())];

    private static double Dot(double[] a, double[] b) => a.Zip(b, static (x, y) => x * y).Sum();

    private static double Norm(double[] a) => Math.Sqrt(Dot(a, a));
}
