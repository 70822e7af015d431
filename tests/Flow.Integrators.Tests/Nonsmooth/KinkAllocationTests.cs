using Flow.Integrators.Sampling;
using Flow.Integrators.Spaces;
using Flow.Integrators.Stepping;

namespace Flow.Integrators.Tests.Nonsmooth;

public class KinkAllocationTests
{
    private const double End = 12;

    // Lists grow with the kinks of a step and with the sliding pairs, so a first run with the same stepper warms up;
    // the second one goes on from the beginning of the first and meets the same kinks.
    [Theory]
    [InlineData("pab")]
    [InlineData("filippov")]
    public void Steps_through_kinks_allocate_nothing_once_their_lists_have_grown(string solver)
    {
        var problem = RandomNetworkTests.Make(0, isNormalised: true, 0, End);
        var (found, stepper) = (SolverCatalog.Find(solver), default(IStepper));
        var integrator = new Integrator(
            problem,
            found with { CreateStepper = (own, tolerances) => stepper ??= found.CreateStepper(own, tolerances) },
            KinkRuns.Tight(1e-7) with { Samples = SamplePoints.Linear(0, End, 500) });
        var (steps, early) = (0, default(ResumePoint));
        var first = integrator.Run(new Observer(null, _ =>
            early = ++steps == 3 ? integrator.CaptureResumePoint() : early));

        // The stepper's own vectors, which the second run overwrites.
        double[] expected = [.. first.Values()];

        // The stepper starts from the state of the problem that it was made for.
        early!.State.ToArray().CopyTo(((ArrayVector)problem.InitialState).Values, 0);
        var (bytes, repeated) = (new long[steps], 0);
        var second = integrator.Run(
            new Observer(null, step => bytes[repeated++] = GC.GetAllocatedBytesForCurrentThread()), early);

        Assert.Equal(expected, second.Values());
        Assert.Equal(steps - 3, repeated);
        Assert.True(first.Statistics.Kinks is { Crossings: > 20, SlidesEntered: > 10 }, $"{first.Statistics.Kinks}");
        // The trial that the end cuts comes after the last resume point, whose arrays are new.
        Assert.Equal(0, bytes[repeated - 2] - bytes[0]);
    }
}
