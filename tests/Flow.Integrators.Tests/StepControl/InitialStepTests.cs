using Flow.Integrators.Problems;
using Flow.Integrators.Spaces;
using Flow.TestKit;

namespace Flow.Integrators.Tests.StepControl;

public class InitialStepTests
{
    public static TheoryData<string> Adaptive => Solvers.Adaptive;

    // Neither rejected again and again nor many times too short. (On time scales far above 1 the algorithm starts
    // short: it is not scale invariant.)
    [Theory]
    [MemberData(nameof(Adaptive))]
    public void First_step_fits_the_time_scale(string solver)
    {
        foreach (var rate in (double[])[1, 1e3, 1e6])
        {
            var (first, rejected) = (0.0, -1L);
            var settings = new IntegrationSettings { StopWhen = step => step.StepSize > 0 };
            Scalar((_, y) => -rate * y, 10 / rate).Run(solver, settings, new Observer(null, step =>
                (first, rejected) = (step.StepSize * rate, step.Statistics.RejectedSteps)));
            Assert.InRange(first, 1e-4, 2);
            Assert.InRange(rejected, 0, 2);
        }
    }

    [Theory]
    [MemberData(nameof(Adaptive))]
    public void First_step_respects_max_step_and_a_given_step(string solver)
    {
        var sizes = new List<double>();
        var observer = new Observer(null, step => sizes.Add(step.StepSize));
        Scalar((_, _) => 0, 10).Run(solver, new IntegrationSettings { MaxStep = 1e-3, MaxSteps = 3 }, observer);
        Assert.All(sizes, size => Assert.InRange(size, 1e-9, 1.001e-3));
        sizes.Clear();
        Scalar((_, y) => -y, 10).Run(solver, new IntegrationSettings { Step = 1e-4, MaxSteps = 1 }, observer);
        Assert.Equal(1e-4, sizes[0], 1e-15);
    }

    [Theory]
    [MemberData(nameof(Adaptive))]
    public void Probe_into_a_singular_or_non_finite_region_is_survived(string solver)
    {
        foreach (var outside in (Func<double>[])[() => double.NaN, () => throw new VectorFieldException("x", "y")])
        {
            // The weak slope at t = 0 makes the probe long enough to fall outside.
            var problem = Scalar((time, y) => y > 1.0000001 ? outside() : (1.0000001 - y) * 1e3, 1e-3);
            var result = problem.Run(solver, new IntegrationSettings());
            Assert.Equal(IntegrationStatus.EndReached, result.Status);
            Assert.InRange(((ArrayVector)result.State).Values[0], 1, 1.0000001);
        }
    }

    [Theory]
    [MemberData(nameof(Adaptive))]
    public void Probe_goes_no_farther_than_the_interval(string solver)
    {
        var lowest = 1.0;
        Scalar(Field, 1e-6).Run(solver, new IntegrationSettings());
        Assert.InRange(lowest, 1 - 1.1e-9, 1);

        double Field(double time, double y)
        {
            lowest = Math.Min(lowest, y);
            return -1e-3 * y;
        }
    }

    private static OdeProblem Scalar(Func<double, double, double> field, double end)
    {
        var space = new ArraySpace(1);
        return new OdeProblem(
            space, new ArrayField((time, y, result) => result[0] = field(time, y[0])), 0, space.Create(1), end);
    }
}
