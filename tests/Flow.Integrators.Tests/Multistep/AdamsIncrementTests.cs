using Flow.Integrators.Multistep;
using Flow.Integrators.Spaces;
using Flow.TestKit;

namespace Flow.Integrators.Tests.Multistep;

public class AdamsIncrementTests
{
    // Steps of sizes that differ by more than the solver would let them.
    private static readonly double[] Nodes = [0.1, 0, -0.17, -0.2, -0.45, -0.5, -0.83, -1, -1.1, -1.6];

    // Whatever Q and Lambda are, interpolating N = F - A y in k + 1 points gives order k + 1.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void Order_is_k_plus_1_with_random_directions_and_rates(int order)
    {
        foreach (var known in KnownSolutions.All)
        {
            foreach (var directions in (int[])[0, 1, 2])
            {
                var run = new FixedOrderRun(known, order, directions);
                var observed = ConvergenceOrder.Measure(
                    count => run.Error(count, dense: false), 80, 10_240, 4e-13, points: 2);
                Assert.True(
                    observed > order + 0.75 && observed < order + 1.6,
                    $"{known}, {directions} directions: {observed}");
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(8)]
    public void Dense_output_keeps_the_order_k_plus_1(int order)
    {
        foreach (var known in KnownSolutions.All)
        {
            var run = new FixedOrderRun(known, order, 2);
            var observed = ConvergenceOrder.Measure(
                count => run.Error(count, dense: true), 80, 10_240, 4e-13, points: 2);
            Assert.True(observed > order + 0.75 && observed < order + 1.6, $"{known}: {observed}");
        }
    }

    // y' = -lambda (y - g) + g' with g of degree m - 1: N = lambda g + g' is a polynomial through m points, so the
    // increment with m nodes is g(H) - g(0) plus the decay of what y was off, whatever lambda H is.
    [Theory]
    [InlineData(1e-3)]
    [InlineData(1.0)]
    [InlineData(1e3)]
    [InlineData(1e8)]
    public void Prothero_robinson_with_the_rate_in_the_span_is_exact(double rate)
    {
        var space = new ArraySpace(2);
        for (var m = 1; m <= Nodes.Length; m++)
        {
            var increment = new AdamsIncrement(space, Nodes.Length, 1);
            foreach (var x in Nodes.Take(m))
            {
                // Off g by 1 at x = 0, the origin, only.
                var off = x == 0 ? 1 : 0.25;
                increment.Add(
                    x, space.Create(Power(x, m - 1) + off, 7), space.Create(PowerSlope(x, m - 1) - (rate * off), 0));
            }

            var origin = space.Create(Power(0, m - 1) + 1, 7);
            increment.Prepare(Nodes[0], origin, [space.Create(1, 0)], [rate]);
            var end = space.Create(0, 0);
            increment.Apply(m, origin, end);
            var exact = Power(Nodes[0], m - 1) + Math.Exp(-rate * Nodes[0]);
            // F is of size rate/4: its rounding errors, through weights that add up to some 20 H.
            Assert.Equal(exact, end.Values[0], 1e-10 + (2.3e-16 * 0.25 * rate * 20 * Nodes[0] * Nodes.Length));
            Assert.Equal(7, end.Values[1]);
        }
    }

    [Fact]
    public void Without_directions_polynomials_are_integrated_exactly()
    {
        var space = new ArraySpace(1);
        for (var m = 1; m <= Nodes.Length; m++)
        {
            var increment = new AdamsIncrement(space, Nodes.Length, 0);
            foreach (var x in Nodes.Take(m))
            {
                increment.Add(x, space.Create(0), space.Create(m * Math.Pow(x, m - 1)));
            }

            increment.Prepare(0.07, space.Create(0), [], []);
            var end = space.Create(0);
            increment.Apply(m, space.Create(0), end);
            Assert.Equal(Math.Pow(0.07, m), end.Values[0], 1e-12);
        }
    }

    [Fact]
    public void Difference_of_increments_is_their_difference()
    {
        var (space, random) = (new ArraySpace(3), new RandomStream(5));
        var increment = new AdamsIncrement(space, 5, 1);
        foreach (var x in Nodes.Take(5))
        {
            increment.Add(x, space.Create(random.Array(3)), space.Create(random.Array(3)));
        }

        var origin = space.Create(random.Array(3));
        increment.Prepare(0.1, origin, [space.Create(0.6, 0, 0.8)], [12]);
        var (low, high, difference) = (space.Create(0, 0, 0), space.Create(0, 0, 0), space.Create(0, 0, 0));
        increment.Apply(3, origin, low);
        increment.Apply(4, origin, high);
        space.LinearCombination(difference, 0, origin, 1, increment.DifferenceWeights(4), increment.Terms);
        Assert.All(Enumerable.Range(0, 3), i =>
            Assert.Equal(high.Values[i] - low.Values[i], difference.Values[i], 1e-13));
    }

    private static double Power(double x, int degree) => Math.Pow(1 + x, degree);

    private static double PowerSlope(double x, int degree) => degree * Math.Pow(1 + x, degree - 1);
}
