using Flow.Integrators.Constraints;
using Flow.Integrators.Problems;
using Flow.Integrators.Sampling;
using Flow.Integrators.Spaces;

namespace Flow.Integrators.Tests.Spaces;

public class OpaqueSpaceTests
{
    private const double End = 3;

    private static readonly VectorLayout Layout = new(("rho", 1), ("V_1", 13), ("V_2", 6));

    public static TheoryData<string> All => Solvers.All;

    [Theory]
    [MemberData(nameof(All))]
    public void Solver_on_a_space_without_element_access_is_bit_equal_and_copies_only_samples(string solver)
    {
        var settings = Solvers.Ordinary(solver, 0.02, 1e-8) with { Samples = SamplePoints.Linear(0, End, 23) };
        var array = new ArraySpace(Layout);
        var plain = Run(solver, settings, array, new PlainField());

        var opaque = new OpaqueSpace(Layout);
        var device = Run(solver, settings, opaque, new DeviceField(opaque));

        Assert.Equal(plain.Samples, device.Samples);
        Assert.Equal(plain.Result.Statistics, device.Result.Statistics);
        Assert.True(device.Result.Statistics.AcceptedSteps > 10);
        Assert.Equal(device.Result.Statistics.FieldEvaluations, opaque.Launches);
        // The initial state, and one read for each sample before the end: none inside a step. The last resume point is
        // read before the step to the end, in which there may be samples. So small an implicit problem is factored on
        // the host.
        if (SolverCatalog.Find(solver).Kind != SolverKind.Implicit)
        {
            Assert.InRange(device.HostCopiesBeforeEnd, 1 + 22, 1 + 22 + 1);
        }
    }

    private static (IntegrationResult Result, List<long> Samples, int HostCopiesBeforeEnd) Run(
        string solver, IntegrationSettings settings, IVectorSpace space, IVectorField field)
    {
        var initial = space.Allocate();
        space.Write([.. Enumerable.Range(0, Layout.Length).Select(i => Math.Cos(0.4 + (1.1 * i)))], initial);
        var manifold = new SphereProduct(space, "V_1", "V_2");
        manifold.Retract(initial);
        var bits = new List<long>();
        var copies = 0;
        var result = new OdeProblem(space, field, 0, initial, End, manifold).Run(
            solver, settings, new Observer(
                sample =>
                {
                    bits.AddRange(Read(space, sample.State));
                    copies = sample.Time < End ? (space as OpaqueSpace)?.HostCopies ?? 0 : copies;
                },
                step => copies = step.Time < End ? (space as OpaqueSpace)?.HostCopies ?? 0 : copies));
        Assert.Equal(IntegrationStatus.EndReached, result.Status);
        return (result, bits, copies);
    }

    private static IEnumerable<long> Read(IVectorSpace space, Vector state)
    {
        var values = new double[Layout.Length];
        space.Read(state, values);
        return values.Select(BitConverter.DoubleToInt64Bits);
    }

    private static void Kernel(double time, double[] y, double[] result)
    {
        for (var i = 0; i < y.Length; i++)
        {
            result[i] = (Math.Sin(time) * y[(i + 3) % y.Length]) - (y[i] * y[i] * y[i]);
        }
    }

    private sealed class PlainField : IVectorField
    {
        public void Evaluate(double time, Vector state, Vector derivative) =>
            Kernel(time, ((ArrayVector)state).Values, ((ArrayVector)derivative).Values);
    }

    private sealed class DeviceField(OpaqueSpace space) : IVectorField
    {
        public void Evaluate(double time, Vector state, Vector derivative) =>
            space.Launch((y, result) => Kernel(time, y, result), state, derivative);
    }
}
