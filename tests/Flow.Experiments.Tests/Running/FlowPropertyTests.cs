using Flow.Backends.Cpu;
using Flow.Backends.Plans;
using Flow.Experiments.Configuration;
using Flow.Experiments.Observables;
using Flow.Experiments.Running;
using Flow.Experiments.Tests.Golden;
using Flow.Experiments.Tests.Running.Derivation;
using Flow.Integrators;
using Flow.Integrators.Spaces;
using Flow.TestKit;
using Xunit.Abstractions;

namespace Flow.Experiments.Tests.Running;

/// <summary>
/// What every gradient flow has: norms kept up to the local error, energy that falls at the rate ||F||^2.
/// </summary>
public class FlowPropertyTests(ITestOutputHelper output)
{
    public static TheoryData<string> Solvers()
    {
        var data = new TheoryData<string>();
        // What the implicit ones leave before the retraction is measured on Flow.Integrators' own sphere problem.
        foreach (var solver in SolverCatalog.General.Where(static solver =>
            !solver.VariesOrder && solver.Kind != SolverKind.Implicit))
        {
            data.Add(solver.Name);
        }

        return data;
    }

    public static TheoryData<string> SmoothFlows()
    {
        var data = new TheoryData<string>();
        foreach (var name in GoldenFlow.All().Select(static flow => flow.Name).DefaultIfEmpty("absent"))
        {
            data.Add(name);
        }

        return data;
    }

    /// <summary>
    /// One step of a method of order p leaves the sphere, on which the exact solution stays, by its local error
    /// C h^(p+1), so the defect before the retraction falls with a slope of p + 1 at least. It is more where C is small
    /// beside the next coefficients (dopri5, tsit5). For Heun's method the slope is 4: the field is tangent at every
    /// point, off the sphere too, so that one step has ||V||^2 - 1 = h^2 ||F_1 - F_0||^2 / 4.
    /// </summary>
    [Theory]
    [MemberData(nameof(Solvers))]
    public void Norm_defect_before_the_retraction_falls_as_the_local_error(string name)
    {
        var solver = SolverCatalog.Find(name);
        var harnesses = Enumerable.Range(0, 8).Select(static seed => new FlowHarness(SmallTanhFlow(seed))).ToList();
        var points = Enumerable.Range(0, 80).Select(i => 20 * Math.Pow(0.85, i))
            .Select(h => (Step: h, Defect: harnesses.Average(harness => DefectOfOneStep(harness, name, h))))
            .Where(static p => p.Defect is > 4e-14 and < 1e-5).TakeLast(8).ToList();
        harnesses.ForEach(static harness => harness.Dispose());

        var slope = ConvergenceOrder.Slope(
            [.. points.Select(static p => p.Step)], [.. points.Select(static p => p.Defect)]);

        output.WriteLine($"{name}: slope {slope:F3}, order {solver.Order}");
        Assert.Equal(8, points.Count);
        var above = (solver.Order == 5 ? 3.3 : 1.15) + (name == "heun" ? 1 : 0);
        Assert.InRange(slope, solver.Order + 0.85, solver.Order + above);
    }

    /// <summary>dE/dt = -||F||^2, both evaluated by the plan at random states on the constraint.</summary>
    [Fact]
    public void Energy_falls_at_the_rate_of_the_squared_velocity()
    {
        var worst = (Error: 0.0, What: string.Empty);
        for (ulong seed = 0; seed < 100; seed++)
        {
            var model = ModelCase.Random(5000 + seed);
            var squared = model.Velocity(new CpuBackend()).Sum(static v => v * v);
            var rate = model.Run(
                new CpuBackend(), static plans => plans.Compile(new PlanOutput("rate", plans.System.EnergyRate)))[0];
            var error = Math.Abs(rate + squared) / Math.Max(1, squared);
            worst = error > worst.Error ? (error, model.Description) : worst;
        }

        output.WriteLine($"largest error {worst.Error:E2}: {worst.What}");
        Assert.True(worst.Error <= 1e-12, $"{worst.Error:E2}: {worst.What}");
    }

    [SkippableTheory]
    [MemberData(nameof(SmoothFlows))]
    public void Energy_never_rises_between_accepted_steps(string name)
    {
        RepositoryFiles.Shared("reference/trajectories.json");
        var golden = GoldenFlow.All().Single(flow => flow.Name == name);
        using var harness = new FlowHarness(golden.Assemble("dop853", 20, false));
        var (previous, rise, steps) = (double.PositiveInfinity, double.NegativeInfinity, 0);

        harness.Run("dop853", 20, new() { Tolerances = new Tolerances(1e-9, 1e-12) }, step =>
        {
            var energy = harness.Snapshots.Evaluate(step.Time, ((ArrayVector)step.State).Values).Objective;
            rise = Math.Max(rise, (energy - previous) / Math.Max(1, energy));
            (previous, steps) = (energy, steps + 1);
        });

        output.WriteLine($"{name}: largest change {rise:E2} over {steps} steps");
        Assert.True(steps > 50);
        Assert.True(rise <= 1e-13, $"the energy rises by {rise:E2}");
    }

    /// <summary>The rate column of a run is minus the square of the gradient norm column.</summary>
    [Fact]
    public void Columns_of_rate_and_gradient_norm_agree()
    {
        var experiment = SmallTanhFlow();
        using var harness = new FlowHarness(experiment);

        harness.Run("tsit5", 5, new(), step =>
        {
            FlowSnapshot snapshot = harness.Snapshots.Evaluate(step.Time, ((ArrayVector)step.State).Values);
            Assert.Equal(-(snapshot.VelocityNorm * snapshot.VelocityNorm), snapshot.EnergyRate, 1e-14);
        });
    }

    /// <summary>Infinite where an adaptive method did not take the whole step.</summary>
    private static double DefectOfOneStep(FlowHarness harness, string solver, double step)
    {
        // One trial only: what a rejected step of no accuracy leads to does not matter, and may be a long way.
        var settings = new IntegrationSettings
        {
            Step = step,
            MaxStep = step,
            MaxSteps = 1,
            Tolerances = new Tolerances(1, 1e6),
        };
        var result = harness.Run(solver, step, settings);
        return result.Statistics is { AcceptedSteps: 1, RejectedSteps: 0 } statistics
            ? statistics.LargestNormDefect
            : double.PositiveInfinity;
    }

    private static Experiment SmallTanhFlow(int seed = 1) => Experiment.Assemble(ConfigReader.ReadText(
        $$"""
        data: {source: gaussian, count: 12, dimension: 5, seed: {{seed}}, normalize: unit }
        model: {widths: [6, 5], activation: tanh, weightDecay: {lambda: 0.01, on: rho} }
        initialization: {kind: gaussian, rho: 1, seed: {{seed}} }
        """,
        "small.yaml",
        RepositoryFiles.Root,
        Catalogs.Names));
}
