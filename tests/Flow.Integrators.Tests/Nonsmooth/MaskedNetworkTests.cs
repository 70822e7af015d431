using Flow.Integrators.Spaces;
using Flow.TestKit;
using Flow.TestKit.Nonsmooth;

namespace Flow.Integrators.Tests.Nonsmooth;

/// <summary>The hand-written network against difference quotients and against itself.</summary>
public class MaskedNetworkTests
{
    // Central differences of a smooth function: eps^(2/3) of its size, with room for its third derivative.
    private const double Step = 6e-6;
    private const double Allowed = 1e-9;

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 0)]
    [InlineData(true, 0.2)]
    public void Gradients_are_those_of_difference_quotients(bool isNormalised, double slope)
    {
        var (network, y, masks) = Make(isNormalised, slope);
        var space = network.Space;
        var (state, direction) = (space.Create(y), Direction(network, y));
        var gradient = new double[network.GradientLength];
        var row = new double[network.Units];
        for (var n = 0; n < network.Samples; n++)
        {
            var part = masks.AsSpan(n * network.Units, network.Units).ToArray();
            for (var u = 0; u < network.Units; u++)
            {
                network.SwitchingGradient(n, u, state, part, gradient);
                var (unit, sample) = (u, n);
                var quotient = Quotient(network, y, direction.Values, at =>
                {
                    network.ForwardSample(sample, at, part, row);
                    return row[unit];
                });
                Assert.Equal(quotient, network.Along(gradient, state, direction), Allowed);
            }
        }

        var derivative = space.Create(new double[y.Length]);
        network.Evaluate(0, state, derivative);
        var loss = Quotient(network, y, direction.Values, at => Objective(network, ((ArrayVector)at).Values));
        Assert.Equal(-loss, Dot(derivative.Values, direction.Values), Allowed);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Parts_of_the_samples_add_up_to_the_field(bool isNormalised)
    {
        var (network, y, masks) = Make(isNormalised, 0.2);
        var space = network.Space;
        var (state, sum, whole) = (space.Create(y), space.Allocate(), space.Allocate());
        var gradient = new double[network.GradientLength];
        var (z, c) = (new double[masks.Length], new double[masks.Length]);
        for (var n = 0; n < network.Samples; n++)
        {
            var part = (n * network.Units)..((n + 1) * network.Units);
            network.ContributionGradient(n, state, masks.AsSpan()[part], gradient, z.AsSpan()[part], c.AsSpan()[part]);
            network.Add(-1, gradient, state, sum);
        }

        var (wholeZ, wholeC) = (new double[masks.Length], new double[masks.Length]);
        network.Evaluate(state, masks, whole, wholeZ, wholeC);
        ((ArrayVector)sum).Values[^1] -= isNormalised ? 2 * Decay * y[^1] : 0;
        for (var i = 0; i < y.Length && !isNormalised; i++)
        {
            ((ArrayVector)sum).Values[i] -= 2 * Decay * y[i];
        }

        Assert.True(KinkRuns.Distance(((ArrayVector)whole).Values, ((ArrayVector)sum).Values) < 1e-14);
        Assert.True(KinkRuns.Distance(wholeZ, z) == 0);
        Assert.True(KinkRuns.Distance(wholeC, c) < 1e-15);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Inner_products_are_those_of_the_long_vectors(bool isNormalised)
    {
        var (network, y, masks) = Make(isNormalised, 0);
        var state = network.Space.Create(y);
        var gradients = new double[network.Units][];
        for (var u = 0; u < network.Units; u++)
        {
            gradients[u] = new double[network.GradientLength];
            var row = masks.AsSpan(u % 2 * network.Units, network.Units);
            network.SwitchingGradient(u % 2, u, state, row, gradients[u]);
        }

        foreach (var left in gradients)
        {
            foreach (var right in gradients)
            {
                var image = network.Space.Allocate();
                network.Add(1, right, state, image);
                Assert.Equal(network.Along(left, state, image), network.Inner(left, right), 1e-14);
            }
        }
    }

    private const double Decay = 0.03;

    private static (MaskedNetwork Network, double[] State, double[] Masks) Make(bool isNormalised, double slope)
    {
        int[] widths = [3, 4, 3, 2];
        var random = new RandomStream(7);
        double[] Draw(int count) => random.Array(count);
        var network = new MaskedNetwork(widths, Draw(15), Draw(10), isNormalised, Decay, slope);
        var start = DigitsProblem.Start(widths);
        start[^1] = 1.3;
        double[] y = isNormalised ? start : [.. start[..^1].Select(static x => 2 * x)];
        var z = new double[network.Samples * network.Units];
        var masks = new double[z.Length];
        Integrators.Nonsmooth.KinkCheck.SignMasks(network, network.Space.Create(y), masks, z);
        return (network, y, masks);
    }

    // Tangent to the spheres, so that projections do not show.
    private static ArrayVector Direction(MaskedNetwork network, double[] y)
    {
        var direction = network.Space.Create([.. Enumerable.Range(0, y.Length).Select(static i => Math.Cos(1.7 * i))]);
        network.ToProblem(y, 1).Constraint?.ProjectTangent(network.Space.Create(y), direction);
        return direction;
    }

    private static double Quotient(
        MaskedNetwork network, double[] y, double[] direction, Func<Vector, double> function)
    {
        double At(double step) => function(network.Space.Create([.. y.Zip(direction, (a, d) => a + (step * d))]));
        return (At(Step) - At(-Step)) / (2 * Step);
    }

    private static double Objective(MaskedNetwork network, double[] y) =>
        network.Outputs(y).Loss + (Decay * (network.IsNormalised ? y[^1] * y[^1] : Dot(y, y)));

    private static double Dot(double[] left, double[] right) => left.Zip(right, static (a, b) => a * b).Sum();
}
