using Flow.Integrators.Problems;
using Flow.Integrators.Sampling;
using Flow.Integrators.Spaces;
using Flow.TestKit;

namespace Flow.Integrators.Tests;

public class BoundaryTests
{
    public static TheoryData<string> All => Solvers.All;

    public static TheoryData<string> FixedStep => Solvers.FixedStep;

    // Ends and spans that floating point cannot add up without rounding.
    private static readonly (double Start, double End)[] Intervals =
        [(0, 1), (0.1, 0.1 + (1 / 3.0)), (-7.3, 0.7), (1e6, 1e6 + 0.3), (0, 1e-9), (-1e-3, 0), (0.7, 0.7 + 1e-15)];

    [Theory]
    [MemberData(nameof(All))]
    public void Field_is_never_evaluated_outside_the_interval(string solver)
    {
        foreach (var (start, end) in Intervals)
        {
            foreach (var exact in (bool[])[false, true])
            {
                var problem = Guarded(start, end, out var calls);
                var step = Math.Max((end - start) / 7.3, 2e-14 * Math.Abs(end));
                var settings = Solvers.Ordinary(solver, step) with
                {
                    Samples = SamplePoints.Linear(start, end, 12, exact),
                };
                var result = problem.Run(solver, settings);
                Assert.Equal(IntegrationStatus.EndReached, result.Status);
                Assert.Equal(end, result.Time);
                Assert.Equal(calls(), result.Statistics.FieldEvaluations);
            }
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void First_step_stays_inside_an_interval_far_shorter_than_the_time_scale(string solver)
    {
        var problem = Guarded(0, 1e-13, out _);
        var result = problem.Run(solver, Solvers.Ordinary(solver, 1e-13));
        Assert.Equal(IntegrationStatus.EndReached, result.Status);
        Assert.Equal(1, result.Statistics.AcceptedSteps);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Interval_of_length_0_gives_the_initial_sample(string solver)
    {
        foreach (var samples in (SamplePoints?[])[null, new SamplePoints([2]), new SamplePoints([2], exact: true)])
        {
            var problem = Guarded(2, 2, out _);
            var times = new List<double>();
            var settings = Solvers.Ordinary(solver, 0.1) with { Samples = samples };
            var result = problem.Run(solver, settings, new Observer(sample => times.Add(sample.Time)));
            Assert.Equal(IntegrationStatus.EndReached, result.Status);
            Assert.Equal([2], times);
            Assert.Equal(0, result.Statistics.AcceptedSteps);
            Assert.Equal(-1, problem.Space.FirstNonFinite(result.State));
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Single_unknown_is_integrated(string solver)
    {
        var problem = Guarded(0, 1, out _);
        var result = problem.Run(solver, Solvers.Ordinary(solver, 1.0 / 4096));
        Assert.Equal(Math.Exp(-1), ((ArrayVector)result.State).Values[0], 1e-4);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Zero_field_keeps_the_state_bit_by_bit(string solver)
    {
        var space = new ArraySpace(3);
        var problem = new OdeProblem(
            space, new ArrayField((_, _, result) => result.Clear()), 0, space.Create(0.1, -2, 1e-300), 10);
        var samples = new List<double[]>();
        var settings = Solvers.Ordinary(solver, 0.25) with { Samples = SamplePoints.Linear(0, 10, 21) };
        var result = problem.Run(solver, settings, new Observer(sample => samples.Add(Copy(sample.State))));
        Assert.Equal(IntegrationStatus.EndReached, result.Status);
        Assert.Equal(21, samples.Count);
        Assert.All(samples, state => Assert.Equal([0.1, -2, 1e-300], state));
    }

    [Theory]
    [MemberData(nameof(FixedStep))]
    public void Fixed_steps_lie_on_the_grid_and_only_the_last_is_shorter(string solver)
    {
        var problem = Guarded(0, 1.05, out _);
        var times = new List<double>();
        problem.Run(solver, Solvers.Ordinary(solver, 0.1), new Observer(null, step => times.Add(step.Time)));
        Assert.Equal(11, times.Count);
        Assert.All(times.SkipLast(1).Select((time, i) => (time, i)), pair =>
            Assert.Equal(0.1 * (pair.i + 1), pair.time, 2e-16 * (pair.i + 1)));
        Assert.Equal(1.05, times[^1]);
    }

    [Theory]
    [MemberData(nameof(FixedStep))]
    public void Fixed_steps_return_to_the_grid_after_an_exact_sample(string solver)
    {
        var problem = Guarded(0, 0.5, out _);
        var times = new List<double>();
        var settings = Solvers.Ordinary(solver, 0.1) with { Samples = new SamplePoints([0.25, 0.3], exact: true) };
        problem.Run(solver, settings, new Observer(null, step => times.Add(step.Time)));
        Assert.Equal(6, times.Count);
        double[] expected = [0.1, 0.2, 0.25, 0.3, 0.4, 0.5];
        Assert.All(times.Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 1e-15));
        Assert.Contains(0.25, times);
        Assert.Contains(0.3, times);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Step_size_never_exceeds_max_step(string solver)
    {
        var problem = Guarded(0, 3, out _);
        var largest = 0.0;
        // So loose that it is maxStep that limits the steps of methods of low order too.
        var settings = Solvers.Ordinary(solver, 0.05, rtol: 1e-2) with { MaxStep = 0.07 };
        problem.Run(solver, settings, new Observer(null, step => largest = Math.Max(largest, step.StepSize)));
        Assert.InRange(largest, 0.04, 0.07 * (1 + 1e-6));
    }

    private static double[] Copy(Vector state) => [.. ((ArrayVector)state).Values];

    // y' = -y that refuses to be evaluated outside [start, end].
    private static OdeProblem Guarded(double start, double end, out Func<long> calls)
    {
        var count = 0L;
        calls = () => count;
        var space = new ArraySpace(1);
        return new OdeProblem(space, new ArrayField(Evaluate), start, space.Create(1), end);

        void Evaluate(double time, ReadOnlySpan<double> y, Span<double> result)
        {
            count++;
            Assert.InRange(time, start, end);
            result[0] = -y[0];
        }
    }
}
