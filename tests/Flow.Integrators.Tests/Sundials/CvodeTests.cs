using Flow.Integrators.Constraints;
using Flow.Integrators.Events;
using Flow.Integrators.Problems;
using Flow.Integrators.Sampling;
using Flow.Integrators.Spaces;
using Flow.Integrators.Sundials;
using Flow.Integrators.Tests.Constraints;
using Flow.Integrators.Tests.Events;
using Flow.Integrators.Tests.Spaces;
using Flow.TestKit;
using Flow.TestKit.Ivp;

namespace Flow.Integrators.Tests.Sundials;

public class CvodeTests
{
    public static TheoryData<string> All => CvodeRuns.All;

    // Some 300 steps may all err to one side, and the error test leaves each of them up to three times rtol.
    [SkippableTheory]
    [MemberData(nameof(All))]
    public void Error_at_the_samples_follows_the_tolerance(string solver)
    {
        CvodeRuns.Require();
        foreach (var known in KnownSolutions.All)
        {
            var errors = ((double[])[1e-4, 1e-7]).Select(rtol => Run(known, solver, rtol)).ToList();
            Assert.InRange(errors[0], 0, 1000 * 1e-4);
            Assert.InRange(errors[1], 0, 1000 * 1e-7);
            Assert.True(errors[1] < 0.1 * errors[0]);
        }
    }

    // SUNDIALS' own run of this problem prints 0.26391 and 2.0790e7.
    [SkippableFact]
    public void Bdf_finds_the_roots_that_the_example_of_the_library_prints()
    {
        CvodeRuns.Require();
        var space = new ArraySpace(3);
        var rober = IvpProblems.Rober;
        var problem = new OdeProblem(space, new ArrayField(rober.Field), 0, space.Create(rober.Start), 4e7);
        var settings = new IntegrationSettings
        {
            Tolerances = new Tolerances(1e-8, 1e-12),
            Events =
            [
                new("y1", static (in EventPoint point) => EventTests.Entry(point.State, 0) - 1e-4),
                new("y3", static (in EventPoint point) => EventTests.Entry(point.State, 2) - 0.01),
            ],
        };
        var found = EventTests.Record(problem, "cvode-bdf", settings);
        Assert.Equal(["y3", "y1"], found.Select(static root => root.Name));
        Assert.Equal(0.264019078186, found[0].Time, 1e-6);
        Assert.Equal(1, found[1].Time / 2.0790e7, 1e-3);
    }

    [SkippableTheory]
    [MemberData(nameof(All))]
    public void Steps_end_at_samples_that_are_to_be_met_exactly(string solver)
    {
        CvodeRuns.Require();
        var known = KnownSolutions.Linear;
        var ends = new List<double>();
        var times = new double[] { 0, 0.1, 0.1000001, 3, 17.25, 20 };
        var settings = new IntegrationSettings
        {
            Tolerances = new Tolerances(1e-7, 1e-7),
            Samples = new SamplePoints(times, exact: true),
        };
        var result = new Integrator(known.ToProblem(), SolverCatalog.Find(solver), settings).Run(
            new Observer(null, step => ends.Add(step.Time)));
        Assert.Equal((IntegrationStatus.EndReached, 20.0), (result.Status, result.Time));
        Assert.All(times[1..], time => Assert.Contains(time, ends));
        Assert.InRange(known.Error(20, result.State), 0, 1e-4);
    }

    [SkippableTheory]
    [MemberData(nameof(All))]
    public void States_lie_on_the_spheres_and_follow_the_solution(string solver)
    {
        CvodeRuns.Require();
        foreach (var hasProducts in (bool[])[true, false])
        {
            var problem = SphereFlow.Problem();
            problem = hasProducts ? problem : problem with { Linearization = null };
            var settings = new IntegrationSettings
            {
                Tolerances = new Tolerances(1e-8, 1e-8),
                Samples = SamplePoints.Linear(0, SphereFlow.End, 37),
            };
            var (error, defect) = (0.0, 0.0);
            var result = new Integrator(problem, SolverCatalog.Find(solver), settings).Run(new Observer(sample =>
            {
                error = Math.Max(error, SphereFlow.Error(sample.Time, sample.State));
                defect = Math.Max(defect, SphereFlow.Defect(sample.State));
            }));
            Assert.Equal(IntegrationStatus.EndReached, result.Status);
            Assert.InRange(defect, 0, 1e-15);
            Assert.InRange(error, 0, 1e-6);
            Assert.InRange(result.Statistics.LargestNormDefect, double.Epsilon, 1e-6);
            Assert.Equal(hasProducts && solver == "cvode-bdf", result.Statistics.JacobianProducts > 0);
            Assert.Equal(solver == "cvode-bdf", result.Statistics.LinearIterations > 0);
        }
    }

    // A turned basis inside a block changes no norm of the block, so CVODE takes the same steps up to rounding.
    [SkippableTheory]
    [InlineData(CvodeMethod.Adams)]
    [InlineData(CvodeMethod.Bdf)]
    public void Weights_of_blocks_do_not_depend_on_the_basis_inside(CvodeMethod method)
    {
        CvodeRuns.Require();
        foreach (var weights in (CvodeWeights[])[CvodeWeights.Blocks, CvodeWeights.Entries])
        {
            var counts = ((double[])[0, 0.6]).Select(angle => Turned(method, weights, angle)).ToList();
            Assert.Equal(weights == CvodeWeights.Blocks, counts[0] == counts[1]);
        }
    }

    [SkippableTheory]
    [MemberData(nameof(All))]
    public void Every_evaluation_and_every_repeated_trial_is_counted(string solver)
    {
        CvodeRuns.Require();
        var known = KnownSolutions.Kepler;
        var space = new ArraySpace(known.Dimension);
        var calls = 0;
        VectorFunction counted = (time, y, result) =>
        {
            calls++;
            known.Field(time, y, result);
        };
        var problem = new OdeProblem(space, new ArrayField(counted), 0, space.Create(known.At(0)), known.EndTime);
        var steps = 0;
        var settings = new IntegrationSettings { Tolerances = new Tolerances(1e-6, 1e-6) };
        var result = new Integrator(problem, SolverCatalog.Find(solver), settings).Run(
            new Observer(null, _ => steps++));
        Assert.Equal((calls, steps), (result.Statistics.FieldEvaluations, result.Statistics.AcceptedSteps));
        Assert.InRange(result.Statistics.RejectedSteps, 1, steps);
    }

    [SkippableTheory]
    [MemberData(nameof(All))]
    public void Space_without_element_access_gives_the_same_bits(string solver)
    {
        CvodeRuns.Require();
        var layout = new VectorLayout(("rho", 1), ("V_1", 13), ("V_2", 6));
        var (plain, opaque) = (new ArraySpace(layout), new OpaqueSpace(layout));
        var bits = new[]
        {
            Bits(solver, plain, new ArrayField(static (time, y, result) => Kernel(time, y, result))),
            Bits(solver, opaque, new DeviceField(opaque)),
        };
        Assert.Equal(bits[0], bits[1]);
    }

    [SkippableTheory]
    [MemberData(nameof(All))]
    public void Steps_after_the_first_allocate_nothing(string solver)
    {
        CvodeRuns.Require();

        // What the runtime allocates once, when it compiles or binds something, is not in every run.
        Assert.Equal(0, Enumerable.Range(0, 3).Min(_ => BytesOfSteps(solver)));
    }

    private static long BytesOfSteps(string solver)
    {
        var problem = SphereFlowLike();
        var (start, bytes, steps) = (0L, 0L, 0);
        var settings = new IntegrationSettings
        {
            Tolerances = new Tolerances(1e-6, 1e-6),
            Samples = SamplePoints.Linear(0, 30, 500),
        };
        new Integrator(problem, SolverCatalog.Find(solver), settings).Run(new Observer(static _ => { }, step =>
        {
            if (++steps == 3)
            {
                start = GC.GetAllocatedBytesForCurrentThread();
            }
            else if (steps > 3 && step.Time < 30)
            {
                bytes = GC.GetAllocatedBytesForCurrentThread() - start;
            }
        }));
        Assert.InRange(steps, 50, int.MaxValue);
        return bytes;
    }

    private static OdeProblem SphereFlowLike()
    {
        var space = new ArraySpace(new VectorLayout(("q", 101), ("V_1", 64)));
        var initial = space.Create([.. Enumerable.Range(0, 165).Select(static i => Math.Sin(1.3 + (0.7 * i)))]);
        var manifold = new SphereProduct(space, "V_1");
        manifold.Retract(initial);
        return new OdeProblem(
            space, new ArrayField(static (time, y, result) => Kernel(time, y, result)), 0, initial, 30, manifold);
    }

    private static double Run(KnownSolution known, string solver, double rtol)
    {
        var settings = new IntegrationSettings
        {
            Tolerances = new Tolerances(rtol, rtol),
            Samples = SamplePoints.Linear(known.InitialTime, known.EndTime, 57),
        };
        var error = 0.0;
        var result = new Integrator(known.ToProblem(), SolverCatalog.Find(solver), settings).Run(
            new Observer(sample => error = Math.Max(error, known.Error(sample.Time, sample.State))));
        Assert.Equal(IntegrationStatus.EndReached, result.Status);
        return error;
    }

    private static (long Steps, long Rejections) Turned(CvodeMethod method, CvodeWeights weights, double angle)
    {
        var (sine, cosine) = Math.SinCos(angle);
        var space = new ArraySpace(new VectorLayout(("a", 2), ("b", 1)));
        // (u, v) oscillates with v near 0 for long; the turned copy has no small entry.
        var field = new ArrayField((time, y, result) =>
        {
            var (u, v) = ((cosine * y[0]) + (sine * y[1]), (cosine * y[1]) - (sine * y[0]));
            var (du, dv) = (-0.1 * u, -(v - (1e-3 * Math.Sin(3 * time))));
            (result[0], result[1], result[2]) = ((cosine * du) - (sine * dv), (sine * du) + (cosine * dv), -y[2]);
        });
        var problem = new OdeProblem(space, field, 0, space.Create(cosine, sine, 1), 10);
        var settings = new IntegrationSettings { Tolerances = new Tolerances(1e-5, 1e-9) };
        var result = new Integrator(problem, CvodeRuns.Weighted(method, weights), settings).Run();
        return (result.Statistics.AcceptedSteps, result.Statistics.RejectedSteps);
    }

    private static List<long> Bits(string solver, IVectorSpace space, IVectorField field)
    {
        var (length, bits) = (space.Layout.Length, new List<long>());
        var initial = space.Allocate();
        space.Write([.. Enumerable.Range(0, length).Select(static i => Math.Cos(0.4 + (1.1 * i)))], initial);
        var manifold = new SphereProduct(space, "V_1", "V_2");
        manifold.Retract(initial);
        var settings = new IntegrationSettings
        {
            Tolerances = new Tolerances(1e-7, 1e-7),
            Samples = SamplePoints.Linear(0, 3, 17),
        };
        var problem = new OdeProblem(space, field, 0, initial, 3, manifold);
        new Integrator(problem, SolverCatalog.Find(solver), settings).Run(new Observer(sample =>
        {
            var values = new double[length];
            space.Read(sample.State, values);
            bits.AddRange(values.Select(BitConverter.DoubleToInt64Bits));
        }));
        Assert.Equal(17 * length, bits.Count);
        return bits;
    }

    private static void Kernel(double time, ReadOnlySpan<double> y, Span<double> result)
    {
        for (var i = 0; i < y.Length; i++)
        {
            result[i] = (Math.Sin(time) * y[(i + 3) % y.Length]) - (y[i] * y[i] * y[i]);
        }
    }

    private sealed class DeviceField(OpaqueSpace space) : IVectorField
    {
        public void Evaluate(double time, Vector state, Vector derivative) =>
            space.Launch((y, result) => Kernel(time, y, result), state, derivative);
    }
}
