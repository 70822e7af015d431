using Flow.Integrators.Problems;
using Flow.Integrators.Spaces;
using Flow.Integrators.Stabilized;
using Flow.TestKit;
using Xunit.Abstractions;

namespace Flow.Integrators.Tests.Stabilized;

public class StabilizedRungeKuttaTests(ITestOutputHelper output)
{
    public static TheoryData<string> All => Solvers.Stabilized;

    // y0' = -rate (y0 - cos t) - sin t on the slow solution from the start: an explicit pair needs rate / 3 steps of 6
    // evaluations each, whatever the tolerance; s stages reach s^2 / 2 further for s times the evaluations.
    [Theory]
    [MemberData(nameof(All))]
    public void Stiff_problem_costs_the_root_of_what_an_explicit_pair_pays(string solver)
    {
        var problem = StiffRelaxation(1e5, 4);
        var settings = new IntegrationSettings { Tolerances = new Tolerances(1e-4, 1e-4) };
        var result = problem.Run(solver, settings);
        var pair = StiffRelaxation(1e3, 4).Run("dopri5", settings);
        output.WriteLine($"{solver}: {result.Statistics}; dopri5 at a hundredth of the rate: {pair.Statistics}");
        Assert.Equal(Math.Cos(4), ((ArrayVector)result.State).Values[0], 1e-3);
        // rock2 takes shorter steps here: its stages are not as accurate where the stiff part is driven.
        var gain = solver == "rock2" ? 20 : 80;
        Assert.True(result.Statistics.FieldEvaluations < 100 * pair.Statistics.FieldEvaluations / gain);
        Assert.True(result.Statistics.RejectedSteps < 0.1 * result.Statistics.AcceptedSteps);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Number_of_stages_follows_h_times_the_radius(string solver)
    {
        var method = StabilizedMethods.Find(solver);
        foreach (var (rate, step) in ((double, double)[])[(1, 0.01), (1000, 0.01), (1000, 0.1), (1e5, 0.1)])
        {
            var problem = StiffRelaxation(rate, 1);
            var stepper = new StabilizedRungeKutta(method, problem, new Tolerances(1e-3));
            stepper.Start(0);
            stepper.Step(0, step);
            var expected = method.StagesFor(step * rate * StabilizedRungeKutta.RadiusSafety);
            Assert.Equal(expected, stepper.Stages, tolerance: 1);
            stepper.Complete(false);
            stepper.Accept();
            Assert.Equal(rate, stepper.Stiffness!.Value.LargestRate, 0.01 * rate);
            Assert.Equal(step * rate, stepper.Stiffness!.Value.StepTimesRate, 0.01 * step * rate);
        }
    }

    // The step that the error allows would need more stages than there are; it is cut, and nothing is evaluated for it.
    [Fact]
    public void Step_too_long_for_the_most_stages_is_cut_without_a_string_of_rejections()
    {
        var problem = StiffRelaxation(1e8, 0.05);
        var settings = new IntegrationSettings
        {
            Tolerances = new Tolerances(1e-2, 1e-2),
            MaxConsecutiveRejections = 3,
        };
        var longest = 0.0;
        var result = problem.Run("rock2", settings, new Observer(
            null, step => longest = Math.Max(longest, step.StepSize)));
        Assert.Equal(IntegrationStatus.EndReached, result.Status);
        Assert.Equal(Math.Cos(0.05), ((ArrayVector)result.State).Values[0], 1e-2);
        var most = Rock2.Method.Interval(Rock2.Method.MostStages);
        Assert.InRange(longest * 1e8, 0.75 * most, most);
        Assert.InRange(result.Statistics.RejectedSteps, 0, 5);
    }

    // y' = -k(t) (y - cos t) - sin t, k from 1 to 1e5 within a short time: the estimate of every 25 steps comes too
    // late, and the rejection that follows brings a new one.
    [Theory]
    [MemberData(nameof(All))]
    public void Stiffness_that_appears_suddenly_is_found_by_a_rejection(string solver)
    {
        static double Rate(double time) => 1 + (1e5 / (1 + Math.Exp(-200 * (time - 1))));
        var space = new ArraySpace(2);
        var field = new ArrayField((time, y, f) => (f[0], f[1]) = (
            (-Rate(time) * (y[0] - Math.Cos(time))) - Math.Sin(time), -y[1]));
        var problem = new OdeProblem(space, field, 0, space.Create(1, 1), 3);
        var radius = new List<(double Time, double Rate)>();
        var result = problem.Run(
            solver,
            new IntegrationSettings { Tolerances = new Tolerances(1e-4, 1e-4) },
            new Observer(null, step => radius.Add((step.Time, step.Stiffness!.Value.LargestRate))));
        Assert.Equal(IntegrationStatus.EndReached, result.Status);
        Assert.Equal(Math.Cos(3), ((ArrayVector)result.State).Values[0], 1e-3);
        Assert.Equal(Math.Exp(-3), ((ArrayVector)result.State).Values[1], 1e-3);
        Assert.InRange(radius.First(static pair => pair.Time > 0.5).Rate, 0.9, 1.1);
        Assert.InRange(radius[^1].Rate, 0.98e5, 1.02e5);
        output.WriteLine($"{solver}: {result.Statistics}");
        Assert.True(result.Statistics.RejectedSteps < 0.2 * result.Statistics.AcceptedSteps);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Products_of_the_problem_are_used_and_counted(string solver)
    {
        var problem = StiffRelaxation(1000, 4);
        var settings = new IntegrationSettings { Tolerances = new Tolerances(1e-4, 1e-4) };
        var own = problem with { Linearization = new RelaxationProducts(1000) };
        var (quotients, exact) = (problem.Run(solver, settings), own.Run(solver, settings));
        Assert.Equal(0, quotients.Statistics.JacobianProducts);
        Assert.True(exact.Statistics.JacobianProducts > 12);
        Assert.True(exact.Statistics.FieldEvaluations < quotients.Statistics.FieldEvaluations);
        Assert.True(SolverCatalog.Find(solver).UsesLinearization);
    }

    // Every step of the whole run is repeated by a run that resumes there: also right after a rejection and between two
    // estimates of the radius.
    [Theory]
    [MemberData(nameof(All))]
    public void Run_split_anywhere_goes_on_bit_by_bit(string solver)
    {
        var settings = new IntegrationSettings { Tolerances = new Tolerances(1e-4, 1e-4) };
        var whole = new List<(double, double, double)>();
        StiffRelaxation(300, 4).Run(solver, settings, new Observer(null, step => whole.Add(Line(step))));
        Assert.True(whole.Count > 30);
        for (var stop = 1; stop < whole.Count; stop += 5)
        {
            var steps = 0;
            var first = StiffRelaxation(300, 4).Run(solver, settings with { StopWhen = _ => steps++ == stop });
            var problem = StiffRelaxation(300, 4);
            problem.Space.Copy(first.State, problem.InitialState);
            var rest = new List<(double, double, double)>();
            new Integrator(problem, SolverCatalog.Find(solver), settings).Run(
                new Observer(null, step => rest.Add(Line(step))), first.Resume);
            Assert.Equal(whole[stop..], rest);
        }

        static (double, double, double) Line(Stepping.AcceptedStep step) =>
            (step.Time, ((ArrayVector)step.State).Values[0], step.Stiffness!.Value.LargestRate);
    }

    private static OdeProblem StiffRelaxation(double rate, double end)
    {
        var space = new ArraySpace(2);
        var field = new ArrayField((time, y, f) => (f[0], f[1]) = (
            (-rate * (y[0] - Math.Cos(time))) - Math.Sin(time), -0.5 * y[1]));
        return new OdeProblem(space, field, 0, space.Create(1, 1), end);
    }

    private sealed class RelaxationProducts(double rate) : ILinearization
    {
        public void MoveTo(double time, Vector state)
        {
        }

        public void Multiply(Vector direction, Vector product)
        {
            var (d, p) = (((ArrayVector)direction).Values, ((ArrayVector)product).Values);
            (p[0], p[1]) = (-rate * d[0], -0.5 * d[1]);
        }
    }
}
