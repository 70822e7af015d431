using Flow.Integrators.Events;
using Flow.Integrators.Problems;
using Flow.Integrators.Sampling;
using Flow.Integrators.Spaces;
using Flow.Integrators.Tests.Constraints;
using Flow.TestKit;

namespace Flow.Integrators.Tests.Events;

public class EventTests
{
    public static TheoryData<string> All => Solvers.All;

    // The sine has its roots at k pi; t0 = 0 is one of them and is not crossed. Every solver has an error of at most
    // 1e-3 here, and |slope| = 1 at a root, so a root is off by as much.
    [Theory]
    [MemberData(nameof(All))]
    public void Roots_of_a_sine_are_found_with_every_solver(string solver)
    {
        var settings = Solvers.Ordinary(solver, solver == "euler" ? 1e-4 : 0.01, 1e-8) with { Events = [Sine()] };
        var found = Record(Oscillator(10), solver, settings);
        Assert.Equal([Math.PI, 2 * Math.PI, 3 * Math.PI], found.Select(root => root.Time), Near(1e-3));
        Assert.Equal([false, true, false], found.Select(root => root.IsRising));
        Assert.Equal([1L, 2, 3], found.Select(root => root.Count));
        Assert.All(found, root => Assert.Equal(0, root.State[0], 1e-8));
    }

    [Theory]
    [InlineData(EventDirection.Rising, 1)]
    [InlineData(EventDirection.Falling, 2)]
    [InlineData(EventDirection.Either, 3)]
    public void Direction_chooses_the_crossings_that_count(EventDirection direction, int count)
    {
        var settings = new IntegrationSettings { Events = [Sine() with { Direction = direction }] };
        Assert.Equal(count, Record(Oscillator(10), "dopri5", settings).Count);
    }

    [Fact]
    public void Several_events_and_roots_in_one_step_come_in_order_of_time()
    {
        var settings = new IntegrationSettings
        {
            Step = 4,
            Events =
            [
                Of("cubic", y => (y - 0.9) * (y - 2.2) * (y - 3.1)),
                Of("line", y => 1.7 - y),
                Of("same", y => y - 0.9),
            ],
        };
        var found = Record(Clock(4), "dopri5", settings, out var result);
        Assert.Equal(1, result.Statistics.AcceptedSteps);
        Assert.Equal(["cubic", "same", "line", "cubic", "cubic"], found.Select(root => root.Name));
        Assert.Equal([0.9, 0.9, 1.7, 2.2, 3.1], found.Select(root => root.Time), Near(1e-14));
    }

    // Euler's method adds 1/4 to y without rounding, so y - 1/2 is 0 exactly where a step ends and the next begins.
    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void Root_at_the_boundary_of_steps_counts_once(int interior)
    {
        var settings = new IntegrationSettings
        {
            Step = 0.25,
            Events = [Of("half", y => y - 0.5) with { InteriorPoints = interior }],
        };
        var found = Assert.Single(Record(Clock(1), "euler", settings));
        Assert.Equal(0.5, found.Time);
        Assert.Equal(0.5, found.State[0]);
        Assert.True(found.IsRising);
    }

    [Fact]
    public void Root_at_the_end_of_the_run_counts()
    {
        var settings = new IntegrationSettings { Step = 0.25, Events = [Of("end", y => y - 1)] };
        Assert.Equal(1, Assert.Single(Record(Clock(1), "euler", settings)).Time);
    }

    [Fact]
    public void Root_at_the_start_counts_only_when_it_is_crossed_later()
    {
        var settings = new IntegrationSettings { Step = 0.3, Events = [Of("start", y => y * (y - 0.7))] };
        Assert.Equal(0.7, Assert.Single(Record(Clock(1), "rk4", settings)).Time, 1e-14);
    }

    // Points inside at 1/4, 1/2 and 3/4 of the step: all values are positive, and the one in the middle is a dip.
    [Theory]
    [InlineData(1e-2)]
    [InlineData(1e-4)]
    [InlineData(1e-6)]
    public void Two_roots_between_neighbouring_points_are_found_where_the_value_dips(double distance)
    {
        var settings = new IntegrationSettings
        {
            Step = 1,
            Events = [Of("pair", y => ((y - 0.53) * (y - 0.53)) - (distance * distance))],
        };
        var found = Record(Clock(1), "rk4", settings);
        Assert.Equal([0.53 - distance, 0.53 + distance], found.Select(root => root.Time), Near(1e-9));
        Assert.Equal([false, true], found.Select(root => root.IsRising));
    }

    [Fact]
    public void Without_points_inside_only_the_ends_of_steps_are_looked_at()
    {
        var pair = Of("pair", y => (y - 0.4) * (y - 0.6)) with { InteriorPoints = 0 };
        var settings = new IntegrationSettings { Step = 1, Events = [pair] };
        Assert.Empty(Record(Clock(1), "rk4", settings));
    }

    // The interpolant of y' = 1 is t to the last bit or nearly; the root of t - c is then c.
    [Theory]
    [InlineData(0, 1)]
    [InlineData(0, 1e-10)]
    [InlineData(1e6, 3)]
    [InlineData(-5, 10)]
    public void Root_is_found_to_the_rounding_of_time(double start, double length)
    {
        var target = start + (length / Math.E);
        var settings = new IntegrationSettings
        {
            Step = length / 3,
            Events = [new Event("clock", (in EventPoint point) => point.Time - target)],
        };
        var found = Assert.Single(Record(Clock(length, start), "rk4", settings));
        Assert.InRange(found.Time, target, target + (2 * (Math.BitIncrement(Math.Abs(target)) - Math.Abs(target))));
    }

    [Fact]
    public void Values_that_are_no_number_have_no_sign()
    {
        var settings = new IntegrationSettings
        {
            Step = 0.1,
            Events = [Of("hole", y => y is > 0.25 and < 0.65 ? double.NaN : y - 0.5), Of("good", y => y - 0.45)],
        };
        Assert.Equal("good", Assert.Single(Record(Clock(1), "rk4", settings)).Name);
    }

    [Fact]
    public void Terminal_event_ends_the_run_with_its_sample()
    {
        var times = new List<double>();
        var settings = new IntegrationSettings
        {
            Samples = SamplePoints.Linear(0, 10, 11),
            Events = [Sine() with { TerminalAfter = 2 }],
        };
        var result = Oscillator(10).Run("dopri5", settings, new Observer(sample => times.Add(sample.Time)));
        Assert.Equal(IntegrationStatus.Stopped, result.Status);
        Assert.Equal("sine", result.Event);
        Assert.Equal(2 * Math.PI, result.Time, 1e-5);
        Assert.Equal(0, ((ArrayVector)result.State).Values[0], 1e-12);
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, result.Time], times);
    }

    [Fact]
    public void Sample_at_the_terminal_event_is_delivered_once()
    {
        var times = new List<double>();
        var settings = new IntegrationSettings
        {
            Step = 0.25,
            Samples = new SamplePoints([0, 0.5, 0.5, 0.75]),
            Events = [Of("half", y => y - 0.5) with { TerminalAfter = 1 }],
        };
        Clock(1).Run("euler", settings, new Observer(sample => times.Add(sample.Time)));
        Assert.Equal([0, 0.5, 0.5], times);
    }

    [Fact]
    public void State_at_an_event_lies_on_the_manifold()
    {
        var settings = new IntegrationSettings
        {
            Tolerances = new Tolerances(1e-4, 1e-4),
            Events = [new Event("rho", static (in EventPoint point) => Entry(point.State, 5) - 1.5)],
        };
        var defects = new List<double>();
        SphereFlow.Problem().Run("dopri5", settings, new EventObserver(root => defects.Add(
            SphereFlow.Defect(root.State))));
        Assert.NotEmpty(defects);
        Assert.All(defects, defect => Assert.InRange(defect, 0, 4e-16));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Events_change_neither_steps_nor_states(string solver)
    {
        var plain = Solvers.Ordinary(solver, 0.01);
        var bare = Oscillator(10).Run(solver, plain);
        var watched = Oscillator(10).Run(solver, plain with { Events = [Sine()] });
        Assert.Equal(((ArrayVector)bare.State).Values, ((ArrayVector)watched.State).Values);
        Assert.Equal(bare.Statistics.AcceptedSteps, watched.Statistics.AcceptedSteps);
        Assert.Equal(bare.Statistics.RejectedSteps, watched.Statistics.RejectedSteps);
    }

    [Fact]
    public void Impossible_events_are_refused()
    {
        foreach (var wrong in (Event[])[Sine() with { TerminalAfter = 0 }, Sine() with { InteriorPoints = -1 }])
        {
            Assert.Throws<ArgumentOutOfRangeException>(() =>
                Oscillator(1).Run("dopri5", new IntegrationSettings { Events = [wrong] }));
        }
    }

    internal static List<FoundRoot> Record(OdeProblem problem, string solver, IntegrationSettings settings) =>
        Record(problem, solver, settings, out _);

    internal static double Entry(Vector state, int index) => ((ArrayVector)state).Values[index];

    private static List<FoundRoot> Record(
        OdeProblem problem, string solver, IntegrationSettings settings, out IntegrationResult result)
    {
        var found = new List<FoundRoot>();
        result = problem.Run(solver, settings, new EventObserver(root => found.Add(new(
            root.Event.Name, root.Time, [.. ((ArrayVector)root.State).Values], root.IsRising, root.Count))));
        return found;
    }

    private static Event Sine() => new("sine", static (in EventPoint point) => Entry(point.State, 0));

    private static Event Of(string name, Func<double, double> function) =>
        new(name, (in EventPoint point) => function(Entry(point.State, 0)));

    private static EqualityComparer<double> Near(double tolerance) =>
        EqualityComparer<double>.Create((a, b) => Math.Abs(a - b) <= tolerance, _ => 0);

    private static OdeProblem Oscillator(double end) => Problem(0, end, [0, 1], static (_, y, result) =>
        (result[0], result[1]) = (y[1], -y[0]));

    private static OdeProblem Clock(double end, double start = 0) =>
        Problem(start, start + end, [start], static (_, _, result) => result[0] = 1);

    private static OdeProblem Problem(double start, double end, double[] initial, VectorFunction field)
    {
        var space = new ArraySpace(new VectorLayout(initial.Length));
        return new(space, new ArrayField(field), start, space.Create(initial), end);
    }

    internal sealed record FoundRoot(string Name, double Time, double[] State, bool IsRising, long Count);
}

internal sealed class EventObserver(Action<EventOccurrence> onEvent) : IIntegrationObserver
{
    public void OnEvent(in EventOccurrence occurrence) => onEvent(occurrence);
}
