using Flow.Integrators.Sampling;
using Flow.Integrators.Spaces;
using Flow.TestKit;

namespace Flow.Integrators.Tests.Sampling;

public class SamplingTests
{
    private static readonly KnownSolution Known = KnownSolutions.Kepler;

    public static TheoryData<string> All => Solvers.All;

    [Theory]
    [MemberData(nameof(All))]
    public void Samples_at_the_ends_duplicates_and_many_in_a_step_are_all_delivered_in_order(string solver)
    {
        double[] times = [0, 0, 0.5, 0.5, 0.5, .. Enumerable.Range(1, 300).Select(i => 1 + (i * 1e-4)), 20, 20];
        var (seen, events) = (new List<double>(), new List<double>());
        var settings = Solvers.Ordinary(solver, 0.1) with { Samples = new SamplePoints(times) };
        Known.ToProblem().Run(solver, settings, new Observer(
            sample =>
            {
                seen.Add(sample.Time);
                events.Add(sample.Time);
            },
            step => events.Add(step.Time)));
        Assert.Equal(times, seen);
        Assert.Equal(events.Order(), events);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Exact_samples_are_accepted_states_at_exactly_their_times(string solver)
    {
        double[] times = [0, 0.1, 0.3, 0.3, 1 / 3.0, 7.77, 7.77 + 1e-12, 20];
        var (seen, steps) = (new List<double>(), new HashSet<double> { 0 });
        var settings = Solvers.Ordinary(solver, 0.25) with { Samples = new SamplePoints(times, exact: true) };
        Known.ToProblem().Run(solver, settings, new Observer(
            sample =>
            {
                Assert.True(sample.IsAcceptedState);
                seen.Add(sample.Time);
            },
            step => steps.Add(step.Time)));
        Assert.Equal(times, seen);
        Assert.All(times, time => Assert.Contains(time, steps));
    }

    [Theory]
    [InlineData("bosh3")]
    [InlineData("dopri5")]
    [InlineData("tsit5")]
    [InlineData("dop853")]
    [InlineData("deflated-adams")]
    public void Step_cut_short_at_an_exact_sample_is_followed_by_one_of_the_former_size(string solver)
    {
        var sizes = new List<double>();
        var settings = new IntegrationSettings { Samples = new SamplePoints([10, 10 + 1e-7], exact: true) };
        KnownSolutions.NonAutonomous.ToProblem().Run(
            solver, settings, new Observer(null, step => sizes.Add(step.StepSize)));
        var cut = sizes.FindIndex(size => size < 1.1e-7);
        Assert.InRange(cut, 2, sizes.Count - 3);
        Assert.InRange(sizes[cut + 1], sizes[cut - 2] / 3, double.PositiveInfinity);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Samples_do_not_change_the_steps(string solver)
    {
        List<double> Times(SamplePoints? samples)
        {
            var times = new List<double>();
            var settings = Solvers.Ordinary(solver, 0.1) with { Samples = samples };
            Known.ToProblem().Run(solver, settings, new Observer(null, step => times.Add(step.Time)));
            return times;
        }

        Assert.Equal(Times(null), Times(SamplePoints.Linear(0, 20, 777)));
    }

    [Fact]
    public void Extra_stages_of_the_dense_output_are_evaluated_only_for_steps_with_a_sample_inside()
    {
        long Evaluations(SamplePoints? samples) => Known.ToProblem()
            .Run("dop853", new IntegrationSettings { Samples = samples }).Statistics.FieldEvaluations;
        Assert.Equal(Evaluations(null) + 3, Evaluations(new SamplePoints([10, 10.000001, 20])));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Samples_cost_no_evaluation_without_extra_stages(string solver)
    {
        long Evaluations(SamplePoints? samples) => Known.ToProblem()
            .Run(solver, Solvers.Ordinary(solver, 0.1) with { Samples = samples }).Statistics.FieldEvaluations;
        var extra = Evaluations(SamplePoints.Linear(0, 20, 777)) - Evaluations(null);
        Assert.True(solver == "dop853" ? extra > 0 : extra == 0);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Sample_at_the_end_of_a_step_is_the_accepted_state(string solver)
    {
        double[]? last = null;
        var result = Known.ToProblem().Run(
            solver,
            Solvers.Ordinary(solver, 0.1),
            new Observer(sample => last = [.. ((ArrayVector)sample.State).Values]));
        Assert.Equal(((ArrayVector)result.State).Values, last);
    }

    [Fact]
    public void Linear_points_have_exact_ends_and_equal_gaps()
    {
        var points = SamplePoints.Linear(0.1, 0.7, 4).Times;
        Assert.Equal((0.1, 0.7), (points[0], points[^1]));
        Assert.Equal(0.3, points[1], 1e-15);
    }

    [Fact]
    public void Logarithmic_points_start_at_t0_and_grow_by_a_constant_factor()
    {
        var points = SamplePoints.Logarithmic(1, 1e-3, 11, 6).Times.ToArray();
        Assert.Equal((1.0, 11.0), (points[0], points[^1]));
        Assert.Equal(1.001, points[1]);
        Assert.All(points[2..].Zip(points[1..]), pair =>
            Assert.Equal(10, (pair.First - 1) / (pair.Second - 1), 1e-9));
    }

    [Fact]
    public void Bad_points_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new SamplePoints([1, 0.5]));
        Assert.Throws<ArgumentException>(() => new SamplePoints([double.NaN]));
        Assert.Throws<ArgumentOutOfRangeException>(() => SamplePoints.Linear(0, 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => SamplePoints.Logarithmic(0, 0, 1, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => SamplePoints.Logarithmic(0, 2, 1, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => SamplePoints.Logarithmic(0, 0.1, 1, 2));
    }
}
