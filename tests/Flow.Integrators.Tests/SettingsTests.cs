using Flow.Integrators.Problems;
using Flow.Integrators.Sampling;
using Flow.Integrators.Spaces;
using Flow.Integrators.Tests.Nonsmooth;
using Flow.TestKit;

namespace Flow.Integrators.Tests;

public class SettingsTests
{
    public static TheoryData<string> FixedStep => Solvers.FixedStep;

    [Theory]
    [InlineData(0)]
    [InlineData(-1e-6)]
    [InlineData(1e-15)]
    [InlineData(2)]
    [InlineData(double.NaN)]
    public void Bad_rtol_is_refused_with_range_and_remedy(double rtol)
    {
        var exception = Assert.Throws<ArgumentOutOfRangeException>(() => new Tolerances(rtol));
        Assert.Contains("rtol", exception.Message, StringComparison.Ordinal);
        Assert.Contains("[1E-14, 1]", exception.Message, StringComparison.Ordinal);
        Assert.Contains("usual", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Bad_atol_is_refused(double atol) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Tolerances(1e-6, atol));

    [Theory]
    [InlineData(0, -1)]
    [InlineData(double.NaN, 1)]
    [InlineData(0, double.PositiveInfinity)]
    public void Bad_interval_is_refused(double start, double end)
    {
        var space = new ArraySpace(1);
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            new OdeProblem(space, KnownSolutions.Linear.ToProblem().Field, start, space.Create(1), end));
    }

    [Fact]
    public void Unknown_solver_is_refused_with_the_known_names()
    {
        var exception = Assert.Throws<ArgumentException>(() => SolverCatalog.Find("rk5"));
        Assert.All(SolverCatalog.All, solver =>
            Assert.Contains(solver.Name, exception.Message, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(FixedStep))]
    public void Fixed_step_solver_without_step_is_refused(string solver) =>
        Assert.Contains("needs step", Refused<ArgumentException>(solver, new()).Message, StringComparison.Ordinal);

    [Fact]
    public void Bad_settings_are_refused()
    {
        Refused<ArgumentOutOfRangeException>("rk4", new() { Step = 0 });
        Refused<ArgumentOutOfRangeException>("rk4", new() { Step = double.PositiveInfinity });
        Refused<ArgumentOutOfRangeException>("rk4", new() { Step = 1e-15 });
        Refused<ArgumentOutOfRangeException>("rk4", new() { Step = 1, MaxStep = 0.5 });
        Refused<ArgumentOutOfRangeException>("dopri5", new() { MaxStep = 0 });
        Refused<ArgumentOutOfRangeException>("dopri5", new() { MaxSteps = 0 });
        Refused<ArgumentOutOfRangeException>("dopri5", new() { MaxSeconds = -1 });
        Refused<ArgumentOutOfRangeException>("dopri5", new() { MaxConsecutiveRejections = 0 });
        Refused<ArgumentOutOfRangeException>("dopri5", new() { Samples = new SamplePoints([20.5]) });
        Refused<ArgumentOutOfRangeException>("dopri5", new() { Samples = new SamplePoints([-0.5]) });
    }

    [Fact]
    public void Catalog_entries_are_complete()
    {
        string[] names =
        [
            "euler", "heun", "rk4", "bosh3", "dopri5", "tsit5", "dop853", "rkc2", "rkl2", "rock2", "deflated-adams",
            "rodas5p", "radau5", "bdf", "pab", "filippov",
        ];
        Assert.Equal(names, SolverCatalog.All.Select(solver => solver.Name));
        Assert.All(SolverCatalog.All, solver =>
        {
            var problem = solver.NeedsKinks
                ? KinkRuns.Wedge(a: 0, u: 1, yA: -1, yB: 1, end: 1).Problem
                : KnownSolutions.Linear.ToProblem();
            var stepper = solver.CreateStepper(problem, solver.Tolerances);
            Assert.Equal(solver.Order, stepper.Order);
            Assert.Equal(solver.IsAdaptive, stepper.ErrorOrder > 0);
            Assert.EndsWith(".", solver.Purpose, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Catalog_entries_and_statuses_are_documented()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "GradientFlowSim.sln")))
        {
            folder = folder.Parent;
        }

        var text = File.ReadAllText(Path.Combine(folder!.FullName, "docs", "integrators.md"));
        Assert.All(SolverCatalog.All, solver =>
            Assert.Contains($"| `{solver.Name}` | {solver.Order} |", text, StringComparison.Ordinal));
        Assert.All(IntegrationStatus.All, status =>
            Assert.Contains($"| `{status.Name}` |", text, StringComparison.Ordinal));
    }

    private static T Refused<T>(string solver, IntegrationSettings settings)
        where T : Exception =>
        Assert.Throws<T>(() => new Integrator(KnownSolutions.Linear.ToProblem(), SolverCatalog.Find(solver), settings));
}
