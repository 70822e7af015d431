using Flow.TestKit;

namespace Flow.Integrators.Tests.Explicit;

public class ErrorEstimateTests
{
    public static TheoryData<string> Adaptive =>
    [
        .. SolverCatalog.General
            .Where(entry => entry.Kind is SolverKind.ExplicitAdaptive or SolverKind.Stabilized)
            .Select(entry => entry.Name),
    ];

    [Theory]
    [MemberData(nameof(Adaptive))]
    public void Error_norm_shrinks_with_the_declared_order(string solver)
    {
        // High orders need longer steps for the estimate to stay above rounding.
        double[] steps = Declared(solver) > 3 ? [0.08, 0.04] : [0.01, 0.005];
        var norms = steps.Select(step => ErrorNorm(solver, KnownSolutions.NonAutonomous, step));
        var order = ConvergenceOrder.Slope(steps, [.. norms]);
        Assert.InRange(order, Declared(solver) - 0.15, Declared(solver) + 0.15);
    }

    [Theory]
    [InlineData("bosh3")]
    [InlineData("dopri5")]
    [InlineData("tsit5")]
    public void Error_norm_is_the_one_that_the_tolerances_ask_for(string solver)
    {
        var maximum = ErrorNorm(solver, KnownSolutions.Linear, 0.1, ErrorNormKind.Maximum);
        var rms = ErrorNorm(solver, KnownSolutions.Linear, 0.1);
        // For n components rms <= max <= sqrt(n) rms, with equality on neither side for this problem.
        Assert.InRange(maximum, rms * 1.01, rms * Math.Sqrt(KnownSolutions.Linear.Dimension) * 0.99);
    }

    [Theory]
    [MemberData(nameof(Adaptive))]
    public void Zero_field_has_error_norm_0(string solver)
    {
        var known = KnownSolutions.Linear with { Field = (_, _, result) => result.Clear() };
        Assert.Equal(0, ErrorNorm(solver, known, 0.1));
    }

    private static int Declared(string solver) =>
        SolverCatalog.Find(solver).CreateStepper(KnownSolutions.Linear.ToProblem(), new Tolerances()).ErrorOrder;

    private static double ErrorNorm(
        string solver, KnownSolution known, double step, ErrorNormKind kind = ErrorNormKind.RootMeanSquare)
    {
        var stepper = SolverCatalog.Find(solver).CreateStepper(known.ToProblem(), new Tolerances(1e-14, 1, kind));
        stepper.Start(known.InitialTime);
        return stepper.Step(known.InitialTime, known.InitialTime + step).ErrorNorm;
    }
}
