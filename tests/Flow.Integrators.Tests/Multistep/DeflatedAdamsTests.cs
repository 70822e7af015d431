using Flow.Integrators.Multistep;
using Flow.Integrators.Problems;
using Flow.Integrators.Spaces;
using Flow.TestKit;

namespace Flow.Integrators.Tests.Multistep;

public class DeflatedAdamsTests
{
    private const string Name = "deflated-adams";

    public static TheoryData<double, double> Outliers
    {
        get
        {
            var data = new TheoryData<double, double>();
            foreach (var rate in (double[])[10, 100, 1000])
            {
                foreach (var turning in (double[])[0, 0.1, 0.5, 1, 3, 10, 30])
                {
                    data.Add(rate, turning);
                }
            }

            return data;
        }
    }

    // All errors decay at least at the rate mu = 0.2, each step adds at most rtol ||y|| (plus atol), so with N steps on
    // average over T the error is below the sum of a geometric series, (rtol ||y|| + atol sqrt(n)) N / (mu T), however
    // fast the stiff direction turns and whatever the method believes about it.
    [Theory]
    [MemberData(nameof(Outliers))]
    public void Error_is_below_the_sum_of_the_local_tolerances_however_the_outlier_turns(double rate, double turning)
    {
        var previous = double.PositiveInfinity;
        foreach (var rtol in (double[])[1e-4, 1e-6, 1e-8])
        {
            var (result, error) = TurningOutlier.Run(new Tolerances(rtol, 1e-3 * rtol), rate, turning);
            Assert.Equal(IntegrationStatus.EndReached, result.Status);
            var tolerance = rtol * (TurningOutlier.LargestNorm + (1e-3 * Math.Sqrt(TurningOutlier.Dimension)));
            var series = result.Statistics.AcceptedSteps / (TurningOutlier.SlowestDecay * TurningOutlier.End);
            Assert.InRange(error, 0, tolerance * series);
            Assert.True(error < 0.2 * previous, $"rtol {rtol}: {error} after {previous}");
            previous = error;
        }
    }

    // The direction is tracked from the differences of the steps, so the rate does not matter as long as they show it
    // to within 1 / (h rate); docs/integrators.md says where that ends.
    [Fact]
    public void Evaluations_do_not_grow_with_the_rate_of_a_fixed_outlier()
    {
        long Evaluations(double rate) =>
            TurningOutlier.Run(new Tolerances(1e-6, 1e-9), rate, 0).Result.Statistics.FieldEvaluations;
        var mild = Evaluations(100);
        Assert.InRange(Evaluations(1e3), 1, 1.5 * mild);
        Assert.InRange(Evaluations(1e4), 1, 1.5 * mild);
    }

    [Fact]
    public void Leading_rate_is_reported()
    {
        var last = double.NaN;
        TurningOutlier.Run(new Tolerances(1e-6, 1e-9), 500, 0.05, step => last = step.Stiffness!.Value.LargestRate);
        // Within 5% of 500 plus the rest along it.
        Assert.InRange(last, 0.95 * 500, 1.05 * 501);
    }

    // Errors neither decay nor grow much: what the steps add, each at most rtol ||y|| + atol sqrt(n) times its error
    // norm, stays, times what the flow makes of it: 3 (the condition of the eigenvectors, or the slope of the solution
    // map), 30 for the Kepler orbit.
    [Fact]
    public void Error_is_below_the_sum_of_the_error_norms()
    {
        foreach (var known in (KnownSolution[])[.. KnownSolutions.All, KnownSolutions.Kepler])
        {
            foreach (var rtol in (double[])[1e-4, 1e-6, 1e-8, 1e-10])
            {
                var sum = 0.0;
                var settings = new IntegrationSettings { Tolerances = new Tolerances(rtol, rtol) };
                var result = known.ToProblem().Run(Name, settings, new Observer(null, step => sum += step.StepSize == 0
                    ? 0
                    : step.ErrorNorm * rtol * (Norm(step.State) + Math.Sqrt(known.Dimension))));
                var growth = known.Name == KnownSolutions.Kepler.Name ? 30 : 3;
                Assert.InRange(known.Error(known.EndTime, result.State), 0, growth * sum);
            }
        }
    }

    // J is not symmetric, so its Rayleigh quotients mislead; every step's error decays with rate 1.
    [Fact]
    public void Unsymmetric_stiff_decay_keeps_its_error()
    {
        foreach (var rtol in (double[])[1e-4, 1e-6, 1e-8])
        {
            var space = new ArraySpace(2);
            var field = new ArrayField((_, y, f) => (f[0], f[1]) = (-1000 * (y[0] - y[1]), -y[1]));
            var problem = new OdeProblem(space, field, 0, space.Create(2, 1), 3);
            var result = problem.Run(Name, new IntegrationSettings { Tolerances = new Tolerances(rtol, rtol) });
            var tolerance = rtol * (Math.Sqrt(2) + Math.Sqrt(5));
            var error = Math.Abs(Math.Exp(-3) - ((ArrayVector)result.State).Values[1]);
            Assert.InRange(error, 0, tolerance * result.Statistics.AcceptedSteps / 3);
        }
    }

    // y' = -r(t) (y - cos t) - sin t with r = 1 before t = 2 and 500 after, y(0) = 1.5: the slope jumps by
    // 499 * 0.5 e^-2 = 33.8. No estimate sees a jump inside a step: its error is at most the jump times that step, and
    // decays with the rate 500. Once the direction is deflated the steps have to grow again: 8 / (2 / 500) steps, 4,000
    // evaluations, would be needed at the stability limit.
    [Fact]
    public void Rate_that_jumps_costs_no_more_than_the_step_across_it()
    {
        const double Tolerance = 1e-6;
        var space = new ArraySpace(1);
        var field = new ArrayField((t, y, f) => f[0] = (-(t < 2 ? 1 : 500) * (y[0] - Math.Cos(t))) - Math.Sin(t));
        var (worst, crossing) = (0.0, 0.0);
        var problem = new OdeProblem(space, field, 0, space.Create(1.5), 8);
        var settings = new IntegrationSettings { Tolerances = new Tolerances(Tolerance, Tolerance) };
        var result = problem.Run(Name, settings, new Observer(null, step =>
        {
            crossing = step.Time >= 2 && step.Time - step.StepSize < 2 ? step.StepSize : crossing;
            var since = Math.Max(0, step.Time - step.StepSize - 2);
            var jump = 499 * 0.5 * Math.Exp(-2) * crossing * Math.Exp(-500 * since);
            var error = Math.Abs(((ArrayVector)step.State).Values[0] - Exact(step.Time));
            worst = Math.Max(worst, error - jump);
        }));
        Assert.Equal(IntegrationStatus.EndReached, result.Status);
        Assert.InRange(crossing, 1e-12, 1e-3);
        Assert.InRange(worst, double.NegativeInfinity, 2.5 * Tolerance * result.Statistics.AcceptedSteps);
        Assert.InRange(result.Statistics.FieldEvaluations, 1, 600);

        static double Exact(double t) =>
            Math.Cos(t) + (0.5 * Math.Exp(t < 2 ? -t : -2 - (500 * (t - 2))));
    }

    [Fact]
    public void Step_far_beyond_stability_is_refused_and_repeated_at_the_same_size()
    {
        var stepper = new DeflatedAdams(Fast(), new Tolerances(1e-3, 1e-3));
        stepper.Start(0);
        // At rest but for a disturbance below the tolerance, which a step of 50 decay times multiplies.
        var outcome = stepper.Step(0, 0.05);
        Assert.Equal(Stepping.TrialVerdict.Unstable, outcome.Verdict);
        Assert.False(stepper.Accepts(outcome));
        Assert.Equal(0.05, stepper.NextStep(0, 0.05, outcome, accepted: false));
        outcome = stepper.Step(0, 0.05);
        Assert.Equal(Stepping.TrialVerdict.Completed, outcome.Verdict);
        Assert.Equal(1, stepper.Stiffness!.Value.DeflatedDirections);
    }

    [Fact]
    public void Settings_outside_their_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Make(new() { Directions = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Make(new() { Directions = 13 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Make(new() { MostDirections = 21 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Make(new() { ProductInterval = 0 }));
        Assert.Equal(12, AdamsSettings.For(1e-6).MostDirections);
        Assert.Equal(4, AdamsSettings.For(1e-7).MostDirections);

        static DeflatedAdams Make(AdamsSettings settings) => new(Fast(), new Tolerances(), settings);
    }

    private static OdeProblem Fast()
    {
        var space = new ArraySpace(2);
        return new OdeProblem(
            space,
            new ArrayField((_, y, f) => (f[0], f[1]) = (-1000 * (y[0] - 1), -0.1 * (y[1] - 1))),
            0,
            space.Create(1 + 1e-6, 1),
            10);
    }

    private static double Norm(Vector state) => Math.Sqrt(((ArrayVector)state).Values.Sum(y => y * y));
}
