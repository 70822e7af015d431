using Flow.Integrators.Nonsmooth;
using Flow.Integrators.Spaces;
using Flow.TestKit.Nonsmooth;

namespace Flow.Integrators.Tests.Nonsmooth;

/// <summary>The path along stiff directions, on solutions that are known.</summary>
public class DeflatedPathTests
{
    private const double Rate = 50;

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Transient_along_a_stiff_direction_costs_nothing(int nodes)
    {
        double[] steps = [0.1, 0.05, 0.025];
        var errors = steps.Select(step => Error(nodes, step, [1, 0], Rate, transient: 0.3)).ToArray();
        var smooth = steps.Select(step => Error(nodes, step, [1, 0], Rate)).ToArray();
        Assert.All(errors.Zip(smooth), static pair => Assert.Equal(pair.Second, pair.First, 1e-11));
        Assert.True(Error(nodes, 0.1, [1, 0], 1e-9, transient: 0.3) > 10 * errors[0]);

        // Between H^k / Lambda and H^(k+1).
        Assert.InRange(Math.Log2(errors[0] / errors[1]), nodes - 0.2, nodes + 1.2);
        Assert.InRange(Math.Log2(errors[1] / errors[2]), nodes - 0.2, nodes + 1.2);
    }

    [Fact]
    public void Wrong_direction_and_rate_keep_the_order_where_the_flow_is_smooth()
    {
        var errors = new[] { 0.02, 0.01, 0.005 }.Select(step => Error(2, step, [0.6, 0.8], 3)).ToArray();
        Assert.InRange(Math.Log2(errors[0] / errors[1]), 2.8, 3.2);
        Assert.InRange(Math.Log2(errors[1] / errors[2]), 2.8, 3.2);
    }

    // y_1' = -50 y_1, and 7 more from t = 0.06 on.
    [Fact]
    public void Kink_on_the_way_begins_another_piece()
    {
        const double Turns = 0.06;
        var (history, spectrum) = History([0, -0.02], static t => [Math.Exp(-Rate * t), 0],
            static t => [-Rate * Math.Exp(-Rate * t), 0], [1, 0], Rate);
        var space = new MaskedNetwork([1, 1, 1], [1], [1], isNormalised: false).Space;
        var path = new DeflatedPath(space, 2, spectrum);
        path.Begin(history, 0, space.Create([1, 0]));
        var plain = -Rate * (Turns + (Turns * Turns * (Math.Exp(0.02 * Rate) - 1) / -0.04));
        Assert.Equal(Math.Exp(-Rate * Turns) - 1 - plain, path.Offset(0, history.Times, Turns), 1e-12);
        for (var j = 0; j < 2; j++)
        {
            ((ArrayVector)history[j].Field).Values[0] += 7;
        }

        path.Turn(history, Turns);
        const double End = 0.3;
        var after = Math.Exp(-Rate * End) + (7 / Rate * (1 - Math.Exp(-Rate * (End - Turns))));
        var change = after - Math.Exp(-Rate * Turns);
        var weights = new double[2];
        NodePolynomial.Integral(history.Times, Turns, End, weights);
        var plainAfter = (weights[0] * (7 - Rate)) + (weights[1] * (7 - (Rate * Math.Exp(0.02 * Rate))));
        var offset = path.Offset(0, history.Times, End) - path.Offset(0, history.Times, Turns);
        Assert.Equal(change - plainAfter, offset, 1e-11);
        Assert.Equal(Math.Exp(-Rate * 0.03) - 1, path.Offset(0, history.Times, 0.03) + Plain(0.03), 1e-12);

        static double Plain(double t) => -Rate * (t + (t * t * (Math.Exp(0.02 * Rate) - 1) / -0.04));
    }

    [Fact]
    public void Correction_integral_is_that_of_the_exponential_kernel()
    {
        double[] times = [0, -1];

        // pi = s (s + 1) / 2 on [0, 1]; int_0^1 e^(-r (1 - s)) s (s + 1) / 2 ds by parts.
        static double Exact(double r) => ((2 / r) - (3 / (r * r)) + (2 / (r * r * r))
            - (Math.Exp(-r) * ((-1 / (r * r)) + (2 / (r * r * r))))) / 2;

        foreach (var rate in new[] { 0.5, 3, 40.0 })
        {
            Assert.Equal(Exact(rate), DeflatedPath.CorrectionIntegral(times, 0, 1, rate), 1e-13);
        }

        Assert.Equal(
            NodePolynomial.CorrectionIntegral(times, 1, 0, 1), DeflatedPath.CorrectionIntegral(times, 0, 1, 0), 1e-14);
        Assert.Equal(Exact(1e4), DeflatedPath.CorrectionIntegral(times, 0, 1, 1e4), 1e-15);
    }

    // y = (cos t + c e^(-50 t), sin t): y_1' = -50 (y_1 - cos t) - sin t.
    private static double Error(int nodes, double step, double[] direction, double rate, double transient = 0)
    {
        const double Start = 0.1;
        var times = Enumerable.Range(0, nodes).Select(j => Start - (j * step)).ToArray();
        var (history, _) = History(times, Solution, Slope, direction, rate);
        var network = new MaskedNetwork([1, 1, 1], [1], [1], isNormalised: false);
        var (start, end) = (network.Space.Create(Solution(Start)), network.Space.Create([0, 0]));
        history.BeginStep(Start, start);
        history.Integrate(Start, Start + step, 1, start, end);
        var backward = network.Space.Create([0, 0]);
        history.Integrate(Start, Start + step, -1, end, backward);
        Assert.Equal(0, KinkRuns.Distance(((ArrayVector)backward).Values, Solution(Start)), 1e-11);
        return KinkRuns.Distance(((ArrayVector)end).Values, Solution(Start + step));

        double[] Solution(double t) => [Math.Cos(t) + (transient * Math.Exp(-Rate * t)), Math.Sin(t)];

        double[] Slope(double t) => [-Math.Sin(t) - (transient * Rate * Math.Exp(-Rate * t)), Math.Cos(t)];
    }

    private static (PatchedHistory History, SlidingSpectrum Spectrum) History(
        double[] times, Func<double, double[]> solution, Func<double, double[]> slope, double[] direction, double rate)
    {
        // Two coordinates without kinks: only states and fields of the nodes count.
        var network = new MaskedNetwork([1, 1, 1], [1], [1], isNormalised: false);
        var problem = network.ToProblem([1, 1], 1);
        var spectrum = new SlidingSpectrum(problem);
        var memory = new double[spectrum.MemoryLength];
        (memory[1], memory[2], memory[6]) = (1, 1, rate);
        direction.CopyTo(memory, 7 + SlidingSpectrum.Most);
        spectrum.Load(memory);
        var history = new PatchedHistory(problem, times.Length, spectrum);
        for (var j = 0; j < times.Length; j++)
        {
            history[j].Time = times[j];
            solution(times[j]).CopyTo(((ArrayVector)history[j].State).Values, 0);
            slope(times[j]).CopyTo(((ArrayVector)history[j].Field).Values, 0);
        }

        history.Restart(times.Length);
        return (history, spectrum);
    }
}
