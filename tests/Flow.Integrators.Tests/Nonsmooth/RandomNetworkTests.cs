using Flow.Integrators.Nonsmooth;
using Flow.Integrators.Problems;
using Flow.Integrators.Sampling;
using Flow.Integrators.Spaces;
using Flow.TestKit;
using Flow.TestKit.Nonsmooth;

namespace Flow.Integrators.Tests.Nonsmooth;

/// <summary>Adams on a patched history against the event-driven oracle on small random networks.</summary>
public class RandomNetworkTests
{
    private const double Rtol = 1e-7;

    public static TheoryData<int, bool, double> Cases
    {
        get
        {
            var cases = new TheoryData<int, bool, double>();
            for (var seed = 0; seed < 6; seed++)
            {
                cases.Add(seed, seed % 2 == 0, seed % 3 == 2 ? 0.1 : 0);
            }

            return cases;
        }
    }

    // The error of a step is held at rtol; ten times that is what such flows were seen to make of it.
    [Theory]
    [MemberData(nameof(Cases))]
    public void Both_solvers_agree_to_ten_times_the_tolerance(int seed, bool isNormalised, double slope)
    {
        var problem = Make(seed, isNormalised, slope, 8);
        var oracle = problem.Run(KinkRuns.Filippov, Rtol / 10);
        var result = problem.Run(SolverCatalog.Find("pab"), Rtol);
        Assert.True(oracle.Statistics.Kinks.Crossings > 5);
        var distance = KinkRuns.Distance(oracle.Values(), result.Values());
        Assert.True(distance <= 10 * Rtol, $"distance {distance:G3}, {result.Statistics.Kinks}");
    }

    [Theory]
    [InlineData(2, PredictorMode.Pec)]
    [InlineData(2, PredictorMode.Pece)]
    [InlineData(3, PredictorMode.Pec)]
    [InlineData(3, PredictorMode.Pece)]
    public void Error_falls_with_fixed_steps_at_least_as_their_square(int order, PredictorMode mode)
    {
        var problem = Make(2, isNormalised: true, 0, 4);
        var reference = problem.Run(KinkRuns.Filippov, 1e-11).Values();
        double[] steps = [0.04, 0.01];
        var errors = steps.Select(step =>
            KinkRuns.Distance(reference, problem.Run(KinkRuns.Fixed(step, order, mode)).Values())).ToList();
        // Kinks disturb the order: 1.6 over two halvings is what the square of H leaves to their noise.
        Assert.True(Math.Log2(errors[0] / errors[1]) / 2 > 1.6, $"{errors[0]:G3}, {errors[1]:G3}");
    }

    [Theory]
    [InlineData("pab", false)]
    [InlineData("pab", true)]
    [InlineData("filippov", false)]
    [InlineData("filippov", true)]
    public void Split_run_equals_the_whole_run_bit_by_bit(string solver, bool exact)
    {
        var problem = Make(0, isNormalised: true, 0, 8);
        var settings = KinkRuns.Tight(1e-6) with { Samples = SamplePoints.Linear(0, 8, 30, exact) };
        var whole = new Integrator(problem, SolverCatalog.Find(solver), settings).Run();
        var half = whole.Statistics.AcceptedSteps / 2;
        var steps = 0;
        var first = new Integrator(problem, SolverCatalog.Find(solver), settings with
        {
            StopWhen = _ => ++steps > half,
        }).Run();
        Assert.Equal(IntegrationStatus.Stopped, first.Status);
        var last = new Integrator(problem, SolverCatalog.Find(solver), settings).Run(null, first.Resume);
        Assert.Equal(whole.Values(), last.Values());
        Assert.Equal(whole.Statistics with { FieldEvaluations = 0, Kinks = default }, last.Statistics with
        {
            FieldEvaluations = 0,
            Kinks = default,
        });
        Assert.Equal(whole.Statistics.Kinks.Crossings, last.Statistics.Kinks.Crossings);
        Assert.Equal(whole.Statistics.Kinks.SlidesLeft, last.Statistics.Kinks.SlidesLeft);
    }

    // A sample inside a step is as good as the end of a step there.
    [Theory]
    [InlineData("pab")]
    [InlineData("filippov")]
    public void Samples_between_the_nodes_agree_with_exact_ones(string solver)
    {
        var problem = Make(0, isNormalised: true, 0, 6);
        var (dense, exact) = (new List<double[]>(), new List<double[]>());
        foreach (var (isExact, states) in new[] { (false, dense), (true, exact) })
        {
            new Integrator(problem, SolverCatalog.Find(solver), KinkRuns.Tight(Rtol) with
            {
                Samples = SamplePoints.Linear(0, 6, 47, isExact),
            }).Run(new Observer(sample => states.Add([.. ((ArrayVector)sample.State).Values])));
        }

        Assert.Equal(47, dense.Count);
        Assert.All(dense.Zip(exact), static pair =>
            Assert.True(KinkRuns.Distance(pair.First, pair.Second) < 20 * Rtol));
    }

    // What is added by r = 2: every step is halved.
    [Fact]
    public void Divisor_halves_the_steps()
    {
        var problem = Make(0, isNormalised: true, 0, 8);
        var one = problem.Run(KinkRuns.Pab(new PatchedAdamsSettings()), Rtol).Statistics.AcceptedSteps;
        var two = problem.Run(KinkRuns.Pab(new PatchedAdamsSettings { StepDivisor = 2 }), Rtol).Statistics.AcceptedSteps;
        Assert.InRange((double)two / one, 1.7, 2.3);
    }

    internal static OdeProblem Make(int seed, bool isNormalised, double slope, double end)
    {
        var random = new RandomStream((ulong)seed + 100);
        int[] widths = seed % 2 == 0 ? [4, 6, 5, 1] : [4, 8, 2];
        const int Samples = 12;
        var network = new MaskedNetwork(
            widths,
            random.Array(Samples * widths[0]),
            random.Array(Samples * widths[^1]),
            isNormalised,
            decay: 0.01,
            slope);
        var start = new List<double>();
        for (var k = 1; k < widths.Length; k++)
        {
            var layer = random.Array(widths[k] * widths[k - 1]);
            var norm = isNormalised ? Math.Sqrt(layer.Sum(static x => x * x)) : 1;
            start.AddRange(layer.Select(x => x / norm));
        }

        return network.ToProblem(isNormalised ? [.. start, 1.5] : [.. start], end);
    }
}
