using Flow.Integrators.Problems;
using Flow.Integrators.Spaces;
using Flow.Integrators.Stiff;
using Flow.TestKit;
using Flow.TestKit.Ivp;

namespace Flow.Integrators.Tests.Stiff;

/// <summary>Eigenvalues near the imaginary axis, where orders 3 to 5 are unstable, and solutions that turn.</summary>
public class BdfStabilityTests
{
    private const double End = 20;

    // A rotation of 1000 about a slow solution. Steps of 0.7 / 1000, the bound of order 5, would be 28,000; SciPy's
    // BDF takes 35,609 at -1 and 1e-9, its LSODA 35,070. Radau5, which has no bound, takes 996.
    [Theory]
    [InlineData(-1, 1e-6)]
    [InlineData(-1, 1e-8)]
    [InlineData(-1, 1e-9)]
    [InlineData(-0.01, 1e-8)]
    [InlineData(-0.01, 1e-9)]
    [InlineData(-10, 1e-9)]
    public void Stiff_rotation_does_not_keep_the_steps_short(double damping, double rtol)
    {
        var result = Rotation(damping, 1000).Run("bdf", new() { Tolerances = new Tolerances(rtol, rtol) });
        Assert.Equal(IntegrationStatus.EndReached, result.Status);
        Assert.InRange(result.Statistics.AcceptedSteps, 100, 7000);
        var y = ((ArrayVector)result.State).Values;
        Assert.InRange(Math.Abs(y[0] - Math.Cos(End)) + Math.Abs(y[1] - Math.Sin(2 * End)), 0, 10 * rtol);
    }

    // The oscillation is the solution until e^-t is below the tolerance; then steps have to grow.
    [Theory]
    [InlineData(1e-4)]
    [InlineData(1e-6)]
    public void Rotation_that_has_died_out_sets_the_steps_free(double tolerance)
    {
        var space = new ArraySpace(2);
        var problem = new OdeProblem(space, new ArrayField(static (_, y, slope) =>
        {
            (slope[0], slope[1]) = ((-10 * y[0]) - (1000 * y[1]), (1000 * y[0]) - (10 * y[1]));
        }), 0, space.Create([1.0, 0]), End);
        var last = 0.0;
        var settings = new IntegrationSettings { Tolerances = new Tolerances(tolerance, tolerance) };
        var result = problem.Run("bdf", settings, new Observer(null, step => last = step.StepSize));
        Assert.Equal(IntegrationStatus.EndReached, result.Status);
        // At the bound of order 5 it would be 7e-4.
        Assert.True(last > 0.1);
    }

    // Where the diodes open at t = 5.0556e-4, polynomials through the past mislead at every order.
    [Fact]
    public void Ring_modulator_is_passed_where_the_solution_turns()
    {
        var ring = IvpProblems.Ring with { EndTime = 5.1e-4 };
        var settings = new IntegrationSettings { Tolerances = new Tolerances(1e-6, 1e-10), MaxSteps = 150_000 };
        Assert.Equal(IntegrationStatus.EndReached, ring.ToProblem().Run("bdf", settings).Status);
    }

    [Theory]
    [InlineData(3, 0.3)]
    [InlineData(4, 0.8)]
    [InlineData(5, 1.1)]
    public void Oscillation_is_measured_in_the_last_points(int order, double angle)
    {
        var seen = Search(order, j => 1e-4 * Math.Cos(angle * j), j => 1e-4 * Math.Sin(angle * j));
        Assert.Equal(angle, seen.Angle, 1e-9);
        // Root mean square of two components of 1e-4 / (1e-6 + 1e-6 |y|), |y| far below 1.
        Assert.Equal(100 / Math.Sqrt(2), seen.Amplitude, 0.01);
    }

    [Fact]
    public void Decay_is_no_oscillation()
    {
        var seen = Search(5, static j => 1e-4 * Math.Exp(-0.5 * j), static j => 2e-4 * Math.Exp(-0.5 * j));
        Assert.False(seen.Exists);
    }

    private static BdfOscillation Search(int order, Func<int, double> x, Func<int, double> y)
    {
        var space = new ArraySpace(2);
        var history = new BdfHistory(space, BdfOrderControl.LargestOrder + 1);
        history.Restart(0);
        for (var j = 0; j <= order + 1; j++)
        {
            space.Write([x(j), y(j)], j == 0 ? history.State : history.NextState);
            if (j is > 0 && j <= order)
            {
                history.Push(j);
            }
        }

        history.MeasureNext();
        var tolerances = new Tolerances(1e-6, 1e-6);
        var problem = new OdeProblem(space, new ArrayField(static (_, _, _) => { }), 0, space.Create([0.0, 0]), 1);
        return new BdfOscillationSearch(problem, tolerances, history).Find(order);
    }

    // y = (cos t, sin 2t) and around it the eigenvalues damping +- i frequency.
    private static OdeProblem Rotation(double damping, double frequency)
    {
        var space = new ArraySpace(2);
        return new OdeProblem(space, new ArrayField((t, y, slope) =>
        {
            var (a, b) = (y[0] - Math.Cos(t), y[1] - Math.Sin(2 * t));
            slope[0] = (damping * a) - (frequency * b) - Math.Sin(t);
            slope[1] = (frequency * a) + (damping * b) + (2 * Math.Cos(2 * t));
        }), 0, space.Create([1.0, 0]), End);
    }
}
