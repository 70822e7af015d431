using Flow.Integrators.Nonsmooth;
using Flow.Integrators.Problems;
using Flow.Integrators.Sampling;
using Flow.Integrators.Spaces;
using Flow.Integrators.StepControl;
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

    // Kinks leave errors of either sign of the order H^2: the order is seen in the mean of several networks only, with
    // 1.5 for what scatters around 2.
    [Theory]
    [InlineData(2, PredictorMode.Pec)]
    [InlineData(2, PredictorMode.Pece)]
    [InlineData(3, PredictorMode.Pec)]
    public void Error_falls_with_the_square_of_fixed_steps(int order, PredictorMode mode)
    {
        var rates = new List<double>();
        for (var seed = 0; seed < 5; seed++)
        {
            var problem = Make(seed, seed % 2 == 0, 0, 2);
            var reference = problem.Run(KinkRuns.Filippov, 1e-11).Values();
            double Error(double step) =>
                KinkRuns.Distance(reference, problem.Run(KinkRuns.Fixed(step, order, mode)).Values());
            rates.Add(Math.Log2(Error(0.08) / Error(0.01)) / 3);
        }

        Assert.True(rates.Average() > 1.5, string.Join(", ", rates.Select(static rate => $"{rate:F2}")));
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
        Assert.Equal(whole.Statistics, last.Statistics);
    }

    // A resume point that is captured after a trial which failed has nothing of that trial in it. Without safety
    // many fail.
    [Theory]
    [InlineData("pab")]
    [InlineData("filippov")]
    public void Run_interrupted_after_a_rejected_trial_goes_on_bit_by_bit(string solver)
    {
        var interrupted = 0;
        for (var seed = 0; seed < 6; seed++)
        {
            var problem = Make(seed, seed % 2 == 0, 0, 4);
            Integrator With(long trials) => new(
                problem,
                SolverCatalog.Find(solver) with
                {
                    Control = new PiSettings { Safety = 1, CurrentGain = 1, PreviousGain = 0 },
                },
                KinkRuns.Tight(1e-6) with { MaxSteps = trials });
            var (rejected, last) = (new List<long>(), 0L);
            var whole = With(long.MaxValue).Run(new Observer(null, step =>
            {
                var counts = step.Statistics;
                rejected.AddRange(counts.RejectedSteps > last ? [counts.TrialSteps - 1] : Array.Empty<long>());
                last = counts.RejectedSteps;
            }));
            foreach (var trials in rejected.Take(2))
            {
                var first = With(trials).Run();
                Assert.Equal(IntegrationStatus.StepLimit, first.Status);
                var rest = With(long.MaxValue).Run(null, first.Resume);
                Assert.Equal(whole.Values(), rest.Values());
                Assert.Equal(whole.Statistics, rest.Statistics);
                interrupted++;
            }
        }

        Assert.True(interrupted > 0);
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

    // What is added by r = 2: every step is halved. The few that shrink at an event and grow again vary from run to
    // run, so several runs are counted together.
    [Fact]
    public void Divisor_halves_the_steps()
    {
        static double Steps(double divisor) => Enumerable.Range(0, 5).Sum(seed =>
            Make(seed, isNormalised: true, 0, 8).Run(
                KinkRuns.Pab(new PatchedAdamsSettings { StepDivisor = divisor }), Rtol).Statistics.AcceptedSteps);
        Assert.InRange(Steps(2) / Steps(1), 1.7, 2.3);
    }

    internal static OdeProblem Make(int seed, bool isNormalised, double slope, double end) =>
        Make(seed % 2 == 0 ? [4, 6, 5, 1] : [4, 8, 2], 12, (ulong)seed + 100, isNormalised, slope, end);

    internal static OdeProblem Make(
        int[] widths, int samples, ulong seed, bool isNormalised, double slope, double end, double scale = 1.5)
    {
        var random = new RandomStream(seed);
        var network = new MaskedNetwork(
            widths,
            random.Array(samples * widths[0]),
            random.Array(samples * widths[^1]),
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

        return network.ToProblem(isNormalised ? [.. start, scale] : [.. start], end);
    }
}
