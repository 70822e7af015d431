using Flow.Integrators.Problems;
using Flow.Integrators.Sampling;
using Flow.Integrators.Spaces;
using Flow.TestKit;

namespace Flow.Integrators.Tests.Stiff;

public class DenseAllocationTests
{
    [Theory]
    [InlineData("rodas5p")]
    [InlineData("radau5")]
    [InlineData("bdf")]
    public void Steps_with_factorizations_allocate_nothing_after_the_first(string solver)
    {
        // A forced stiff oscillator, so that step sizes change and matrices are made anew.
        var space = new ArraySpace(2);
        var field = new ArrayField((time, y, f) =>
        {
            f[0] = y[1];
            f[1] = (30 * (1 - (y[0] * y[0])) * y[1]) - y[0] + Math.Sin(time);
        });
        var problem = new OdeProblem(space, field, 0, space.Create(2, 0), 100);
        var (steps, start, bytes) = (0, 0L, 0L);
        var settings = new IntegrationSettings { Samples = SamplePoints.Linear(0, 100, 500) };
        var result = problem.Run(solver, settings, new Observer(null, step =>
        {
            steps++;
            start = steps == 20 ? GC.GetAllocatedBytesForCurrentThread() : start;
            // The trial that the end cuts comes after the last resume point, whose arrays are new.
            bytes = step.Time >= 100 ? bytes : steps > 20 ? GC.GetAllocatedBytesForCurrentThread() - start : 0;
        }));
        Assert.Equal(IntegrationStatus.EndReached, result.Status);
        Assert.True(result.Statistics.Factorizations > 20 && steps > 100);
        Assert.Equal(0, bytes);
    }
}
