using Flow.Integrators.Problems;
using Flow.Integrators.Spaces;
using Flow.Integrators.StepControl;
using Flow.Integrators.Stepping;
using Flow.TestKit;
using Xunit.Abstractions;

namespace Flow.Integrators.Tests.StepControl;

public class PredictiveControllerTests(ITestOutputHelper output)
{
    private const int Order = 3;

    // err_n = c_n h_n^k with c_(n+1) = g c_n: substituting the formula gives err_(n+1) = safety^k from the third step
    // on.
    [Theory]
    [InlineData(1.5)]
    [InlineData(5)]
    public void Errors_that_grow_by_a_constant_factor_stay_at_their_aim(double growth)
    {
        var errors = Simulate(new PredictiveController(Order, new PiSettings()), growth);
        Assert.All(errors[2..], error => Assert.Equal(Math.Pow(0.9, Order), error, 1e-12));
    }

    // What the formula without the trend gives: safety^k g, which is above 1 for g = 1.5.
    [Fact]
    public void Without_the_trend_the_same_errors_pass_the_tolerance_at_every_step()
    {
        var elementary = new PiController(Order, new PiSettings { CurrentGain = 1, PreviousGain = 0 });
        Assert.All(Simulate(elementary, 1.5)[2..], error => Assert.Equal(Math.Pow(0.9, Order) * 1.5, error, 1e-12));
    }

    [Fact]
    public void Falling_errors_are_not_trusted_to_go_on_falling()
    {
        var controller = new PredictiveController(Order, new PiSettings());
        controller.NextStep(0, 1, Outcome(0.5), accepted: true);
        // The trend would allow 1.26 times more.
        Assert.Equal(0.9 * Math.Pow(0.25, -1.0 / Order), controller.NextStep(1, 1, Outcome(0.25), true), 1e-12);
    }

    [Fact]
    public void Rejection_shrinks_by_the_plain_formula_and_forbids_growth_once()
    {
        var controller = new PredictiveController(Order, new PiSettings());
        controller.NextStep(0, 1, Outcome(0.5), accepted: true);
        Assert.Equal(0.9 * 0.5, controller.NextStep(0, 1, Outcome(8), accepted: false), 1e-12);
        Assert.Equal(0.45, controller.NextStep(0, 0.45, Outcome(1e-9), accepted: true), 1e-12);
        Assert.True(controller.NextStep(0, 0.45, Outcome(1e-9), accepted: true) > 0.45);
        Assert.Equal(0.2, controller.NextStep(0, 1, Outcome(double.NaN), accepted: false));
        Assert.False(controller.Accepts(new StepOutcome(TrialVerdict.NonFinite, 0.1, -1, 0)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PredictiveController(0, new PiSettings()));
    }

    [Fact]
    public void Memory_restores_the_next_step()
    {
        var (first, second) = (
            new PredictiveController(Order, new PiSettings()), new PredictiveController(Order, new PiSettings()));
        first.NextStep(0, 1, Outcome(0.05), accepted: true);
        first.NextStep(0, 1.3, Outcome(3), accepted: false);
        var memory = new double[first.MemoryLength];
        first.SaveMemory(memory);
        second.LoadMemory(memory);
        foreach (var norm in (double[])[0.3, 0.8])
        {
            Assert.Equal(
                first.NextStep(0, 1, Outcome(norm), accepted: true),
                second.NextStep(0, 1, Outcome(norm), accepted: true));
        }
    }

    // y' = y^2 shortens the steps by a constant factor on its way to the pole at t = 1.
    [Fact]
    public void Fewer_steps_are_rejected_on_the_way_to_a_pole()
    {
        var (pi, predictive) = (Pole(StepControllerKind.Pi), Pole(StepControllerKind.Predictive));
        Assert.True(
            predictive.RejectedSteps < pi.RejectedSteps,
            $"{predictive.RejectedSteps} and {pi.RejectedSteps} rejections");
    }

    [Theory]
    [InlineData("euler")]
    [InlineData("deflated-adams")]
    public void Solver_without_a_controller_to_choose_refuses_one(string solver)
    {
        var settings = new IntegrationSettings { Step = 0.1, Controller = StepControllerKind.Pi };
        var exception = Assert.Throws<ArgumentException>(() =>
            new Integrator(KnownSolutions.Linear.ToProblem(), SolverCatalog.Find(solver), settings));
        Assert.Contains("controller", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dopri5")]
    [InlineData("dop853")]
    [InlineData("rkc2")]
    public void Run_under_it_reaches_the_tolerance_and_is_resumed_bit_by_bit(string solver)
    {
        var settings = new IntegrationSettings
        {
            Tolerances = new Tolerances(1e-6, 1e-6),
            Controller = StepControllerKind.Predictive,
        };
        var known = KnownSolutions.NonAutonomous;
        var whole = known.ToProblem().Run(solver, settings);
        Assert.InRange(known.Error(known.EndTime, whole.State), 0, 1e-3);
        var steps = 0;
        var first = known.ToProblem().Run(solver, settings with { StopWhen = _ => ++steps == 12 });
        var problem = known.ToProblem();
        problem.Space.Copy(first.State, problem.InitialState);
        var last = new Integrator(problem, SolverCatalog.Find(solver), settings).Run(null, first.Resume);
        Assert.Equal(((ArrayVector)whole.State).Values, ((ArrayVector)last.State).Values);
    }

    // The stiff part keeps the error at the tolerance by the size of its own oscillation: a controller that looks at
    // one error only swings between too long and too short steps, one that looks at two settles (Gustafsson 1991).
    [Theory]
    [InlineData("dopri5")]
    [InlineData("tsit5")]
    [InlineData("bosh3")]
    public void Steps_settle_at_the_stability_limit_under_pi_beside_the_swing_without_its_second_term(string solver)
    {
        var pi = Swing(SolverCatalog.Find(solver));
        var elementary = Swing(SolverCatalog.Find(solver) with
        {
            Control = new PiSettings { CurrentGain = 1, PreviousGain = 0 },
        });
        output.WriteLine($"{solver}: steps change by up to {pi:F3}, without the second term {elementary:F3}");
        Assert.True(Math.Log(pi) < 0.5 * Math.Log(elementary));
    }

    // The largest change from one step to the next.
    private static double Swing(Solver solver)
    {
        var space = new ArraySpace(2);
        var field = new ArrayField((_, y, f) => (f[0], f[1]) = (-1000 * (y[0] - y[1]), -0.1 * y[1]));
        var problem = new OdeProblem(space, field, 0, space.Create(2, 1), 3);
        var sizes = new List<double>();
        new Integrator(problem, solver).Run(new Observer(null, step => sizes.Add(step.StepSize)));
        // The last step ends where the interval does.
        var last = sizes.SkipLast(1).TakeLast(sizes.Count / 2).ToList();
        return last.Zip(last.Skip(1), static (a, b) => Math.Max(a / b, b / a)).Max();
    }

    private static IntegrationStatistics Pole(StepControllerKind kind)
    {
        var space = new ArraySpace(1);
        var problem = new OdeProblem(
            space, new ArrayField((_, y, f) => f[0] = y[0] * y[0]), 0, space.Create(1), 1 - 1e-6);
        return problem.Run("dopri5", new IntegrationSettings { Controller = kind }).Statistics;
    }

    private static List<double> Simulate(IStepController controller, double growth)
    {
        var (step, coefficient) = (1.0, 0.5);
        var errors = new List<double>();
        for (var i = 0; i < 12; i++)
        {
            errors.Add(coefficient * Math.Pow(step, Order));
            step = controller.NextStep(0, step, Outcome(errors[^1]), accepted: true);
            coefficient *= growth;
        }

        return errors;
    }

    private static StepOutcome Outcome(double norm) => new(TrialVerdict.Completed, norm, 0, 0);
}
