using Flow.Integrators.Problems;
using Flow.Integrators.Spaces;
using Flow.Integrators.Switching;
using Flow.TestKit;
using Xunit.Abstractions;

namespace Flow.Integrators.Tests.Switching;

public class SwitchingStepperTests(ITestOutputHelper output)
{
    private const double End = 4;
    private const double Onset = 1;

    private static readonly Solver Adams = SolverCatalog.Find("deflated-adams");
    private static readonly Solver Chebyshev = SolverCatalog.Find("rkc2");
    private static readonly Solver Automatic = SwitchingSolver.Make("auto", Adams, Chebyshev);
    private static readonly Solver Both = SwitchingSolver.Make("auto", Adams, Chebyshev, SolverCatalog.Find("bdf"));
    private static readonly IntegrationSettings Settings = new() { Tolerances = new Tolerances(1e-4, 1e-4) };

    // 30 stiff directions appear at t = 1, far more than 12 that can be deflated.
    [Fact]
    public void Problem_that_becomes_stiff_in_many_directions_is_taken_over()
    {
        var result = Run(Automatic, Outliers(30, 1000), Settings);
        var alone = Run(Adams, Outliers(30, 1000), Settings);
        output.WriteLine($"{result.Statistics}\n{alone.Statistics}\n{string.Join('\n', result.Switches)}");
        var only = Assert.Single(result.Switches);
        Assert.Equal(("deflated-adams", "rkc2"), (only.From, only.To));
        Assert.InRange(only.Time, Onset - 0.2, 3);
        Assert.Contains("12 stiff directions", only.Reason, StringComparison.Ordinal);
        Assert.InRange(Error(result), 0, 1e-2);
        Assert.True(result.Statistics.FieldEvaluations < 0.5 * alone.Statistics.FieldEvaluations);
        Assert.Empty(alone.Switches);
    }

    [Fact]
    public void Problem_with_few_stiff_directions_stays_with_the_first_method_bit_by_bit()
    {
        foreach (var count in (int[])[0, 3])
        {
            var (result, alone) = (Run(Automatic, Outliers(count, 1000), Settings),
                Run(Adams, Outliers(count, 1000), Settings));
            Assert.Empty(result.Switches);
            Assert.Equal(((ArrayVector)alone.State).Values, ((ArrayVector)result.State).Values);
            Assert.Equal(alone.Statistics, result.Statistics);
        }
    }

    // At 1e-9 a method of order 2 needs steps far below those that stability leaves to the first one.
    [Fact]
    public void Method_that_proves_slower_in_its_trial_gives_way_again()
    {
        var settings = new IntegrationSettings { Tolerances = new Tolerances(1e-9, 1e-9) };
        var result = Run(Automatic, Outliers(30, 1000), settings);
        var alone = Run(Adams, Outliers(30, 1000), settings);
        output.WriteLine($"{result.Statistics}\n{alone.Statistics}\n{string.Join('\n', result.Switches)}");
        Assert.InRange(result.Switches.Count, 2, 4);
        Assert.Equal(0, result.Switches.Count % 2);
        Assert.Equal("deflated-adams", result.Switches[^1].To);
        Assert.InRange(Error(result), 0, 1e-7);
        // Two trials of about twice 100 evaluations and two starts, in a run of thousands.
        Assert.True(result.Statistics.FieldEvaluations < 1.2 * alone.Statistics.FieldEvaluations);
    }

    // Steps of order 2 are too short here.
    [Theory]
    [InlineData(1e-7, 1000)]
    [InlineData(1e-6, 2000)]
    public void Implicit_method_takes_over_where_its_trial_comes_farthest(double rtol, double rate)
    {
        var settings = new IntegrationSettings { Tolerances = new Tolerances(rtol, rtol) };
        var (both, alone) = (Run(Both, Outliers(30, rate), settings), Run(Adams, Outliers(30, rate), settings));
        var one = Run(Automatic, Outliers(30, rate), settings);
        output.WriteLine($"{both.Statistics}\n{one.Statistics}\n{alone.Statistics}");
        output.WriteLine(string.Join('\n', both.Switches));
        Assert.Equal("bdf", both.Switches[^1].To);
        Assert.Contains("times as far", both.Switches[^1].Reason, StringComparison.Ordinal);
        Assert.InRange(Error(both), 0, 100 * rtol);
        Assert.True(both.Statistics.FieldEvaluations < 0.5 * alone.Statistics.FieldEvaluations);
        Assert.True(both.Statistics.FieldEvaluations < one.Statistics.FieldEvaluations);
        Assert.True(both.Statistics.Factorizations > 0);
    }

    [Fact]
    public void Best_of_the_trials_is_taken_where_it_is_not_the_last_one()
    {
        var solver = SwitchingSolver.Make("auto", Adams, SolverCatalog.Find("bdf"), Chebyshev);
        var settings = new IntegrationSettings { Tolerances = new Tolerances(1e-7, 1e-7) };
        var result = Run(solver, Outliers(30, 1000), settings);
        output.WriteLine($"{result.Statistics}\n{string.Join('\n', result.Switches)}");
        var last = result.Switches.TakeLast(3).ToList();
        Assert.Equal(["bdf", "rkc2", "bdf"], last.Select(static one => one.To));
        Assert.Equal(["deflated-adams", "bdf", "rkc2"], last.Select(static one => one.From));
        Assert.InRange(Error(result), 0, 1e-5);
    }

    // Before, in and after the trials.
    [Theory]
    [InlineData(1e-4, 1000, false)]
    [InlineData(1e-9, 1000, false)]
    [InlineData(1e-4, 1000, true)]
    [InlineData(1e-7, 1000, true)]
    public void Run_split_anywhere_goes_on_bit_by_bit_and_knows_its_switches(double rtol, double rate, bool hasBoth)
    {
        var solver = hasBoth ? Both : Automatic;
        var settings = new IntegrationSettings { Tolerances = new Tolerances(rtol, rtol) };
        var whole = new List<(double, double)>();
        var uninterrupted = Run(solver, Outliers(30, rate), settings, step => whole.Add(Line(step)));
        Assert.NotEmpty(uninterrupted.Switches);
        for (var stop = 3; stop < whole.Count; stop += Math.Max(1, whole.Count / 12))
        {
            var steps = 0;
            var first = Run(solver, Outliers(30, rate), settings with { StopWhen = _ => steps++ == stop });
            var problem = Outliers(30, rate);
            problem.Space.Copy(first.State, problem.InitialState);
            var rest = new List<(double, double)>();
            var last = new Integrator(problem, solver, settings).Run(
                new Observer(null, step => rest.Add(Line(step))), first.Resume);
            Assert.Equal(whole[stop..], rest);
            Assert.Equal(uninterrupted.Switches, last.Switches);
            Assert.Equal(uninterrupted.Statistics.FieldEvaluations, last.Statistics.FieldEvaluations);
        }
    }

    [Fact]
    public void Failure_while_the_second_method_is_active_is_reported()
    {
        var result = Run(Automatic, Outliers(30, 1000, brokenFrom: 3.9), Settings with { MaxStep = 0.1 });
        Assert.Equal(IntegrationStatus.NonFiniteRightHandSide, result.Status);
        Assert.Single(result.Switches);
        Assert.InRange(result.Time, 3.7, 3.9);
    }

    private static (double, double) Line(Stepping.AcceptedStep step) =>
        (step.Time, ((ArrayVector)step.State).Values.Sum());

    private static IntegrationResult Run(
        Solver solver, OdeProblem problem, IntegrationSettings settings, Action<Stepping.AcceptedStep>? look = null) =>
        new Integrator(problem, solver, settings).Run(new Observer(null, look));

    private static double Error(IntegrationResult result) =>
        ((ArrayVector)result.State).Values.Select((value, i) => Math.Abs(value - Exact(End, i))).Max();

    private static double Exact(double time, int i) => Math.Sin(time + i);

    // y_i' = -k_i(t) (y_i - g_i) + g_i', g_i = sin(t + i), k_i = 1, and for the outliers up to three times the rate
    // more from t = 1 on; 60 unknowns.
    private static OdeProblem Outliers(int count, double rate, double brokenFrom = End)
    {
        var space = new ArraySpace(60);
        var field = new ArrayField((time, y, f) =>
        {
            var onset = rate / (1 + Math.Exp(-20 * (time - Onset)));
            for (var i = 0; i < f.Length; i++)
            {
                var stiffness = 1 + (i < count ? onset * (1 + (2.0 * i / count)) : 0);
                f[i] = (-stiffness * (y[i] - Exact(time, i))) + Math.Cos(time + i);
            }

            f[0] = time > brokenFrom ? double.NaN : f[0];
        });
        return new OdeProblem(
            space, field, 0, space.Create([.. Enumerable.Range(0, 60).Select(static i => Exact(0, i))]), End);
    }
}
