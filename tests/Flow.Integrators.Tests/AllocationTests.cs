using Flow.Integrators.Constraints;
using Flow.Integrators.Problems;
using Flow.Integrators.Sampling;
using Flow.Integrators.Spaces;
using Flow.Integrators.Stepping;
using Flow.TestKit;

namespace Flow.Integrators.Tests;

public class AllocationTests
{
    public static TheoryData<string> All => Solvers.All;

    [Theory]
    [MemberData(nameof(All))]
    public void Steps_after_the_first_allocate_nothing(string solver)
    {
        // Oscillations whose rate varies (so step sizes change) on blocks of norm 1, with samples inside the steps.
        var layout = new VectorLayout(("q", 1001), ("V_1", 640), ("V_2", 37));
        var space = new ArraySpace(layout);
        var initial = space.Create([.. Enumerable.Range(0, layout.Length).Select(i => Math.Sin(1.3 + (0.7 * i)))]);
        var manifold = new SphereProduct(space, "V_1", "V_2");
        manifold.Retract(initial);
        var problem = new OdeProblem(space, new ArrayField(Oscillate), 0, initial, 30, manifold);
        var settings = Solvers.Ordinary(solver, 0.05, 1e-5) with
        {
            Samples = SamplePoints.Linear(0, 30, 2000),
            MaxStep = 0.25,
        };
        var observer = new Meter();
        var result = problem.Run(solver, settings, observer);
        Assert.Equal(IntegrationStatus.EndReached, result.Status);
        Assert.True(observer.Steps >= 100, $"only {observer.Steps} steps");
        Assert.True(observer.Samples > 1000);
        Assert.Equal(0, observer.Bytes);
    }

    [Fact]
    public void Vector_operations_allocate_nothing()
    {
        var space = new ArraySpace(1234);
        Vector[] vectors = [.. Enumerable.Range(0, 7).Select(_ => space.Allocate())];
        double[] weights = [1, 2, 3, 4, 5, 6, 7];
        var (tolerances, products, blocks) = (new Tolerances(), new double[7], new[] { 0 });
        Assert.Equal(0, AllocationCheck.Bytes(() =>
        {
            space.LinearCombination(vectors[0], 1, vectors[1], 0.1, weights, vectors);
            space.WeightedNorm(0.1, weights, vectors, vectors[0], vectors[1], tolerances);
            space.InnerProducts(vectors, vectors, products);
            space.NormalizeBlocks(vectors[0], blocks);
            space.RemoveRadialPart(vectors[0], vectors[1], blocks);
            space.FirstNonFinite(vectors[0]);
            space.Copy(vectors[0], vectors[1]);
            space.FillZero(vectors[0]);
        }));
    }

    private static void Oscillate(double time, ReadOnlySpan<double> y, Span<double> result)
    {
        var rate = 1 + (0.9 * Math.Sin(time));
        for (var i = 0; i < y.Length; i++)
        {
            result[i] = rate * (y[^(i + 1)] - (0.1 * y[i] * y[i] * y[i]));
        }
    }

    private sealed class Meter : IIntegrationObserver
    {
        private long _start = -1;

        public int Steps { get; private set; }

        public int Samples { get; private set; }

        public long Bytes { get; private set; }

        public void OnSample(in Sample sample) => Samples++;

        public void OnAccepted(in AcceptedStep step)
        {
            // The first steps warm up: the sample vector, and code that is compiled on its first use.
            if (++Steps == 3)
            {
                _start = GC.GetAllocatedBytesForCurrentThread();
            }
            else if (Steps > 3 && step.Time < 30)
            {
                // The trial that the end cuts comes after the last resume point, whose arrays are new.
                Bytes = GC.GetAllocatedBytesForCurrentThread() - _start;
            }
        }
    }
}
