using Flow.Integrators.Constraints;
using Flow.Integrators.Sampling;
using Flow.Integrators.Spaces;
using Flow.TestKit;

namespace Flow.Integrators.Tests.Constraints;

public class SphereTests
{
    private const double FewUlps = 4 * 2.3e-16;

    public static TheoryData<string> All => Solvers.All;

    public static TheoryData<string> OneStep => Solvers.OneStep;

    [Theory]
    [MemberData(nameof(OneStep))]
    public void Retraction_keeps_the_order(string solver)
    {
        var order = ConvergenceOrder.Measure(count => Run(solver, count).StateError, 20, 1280, 1e-12, points: 2);
        AssertOrder(SolverCatalog.Find(solver).Order, order);
    }

    // The exact flow keeps ||V|| = 1 and one step of order p from a point of the sphere misses the exact flow by
    // delta = O(h^(p+1)), so the defect before the retraction, <V, delta> + O(delta^2), is O(h^(p+1)).
    [Theory]
    [MemberData(nameof(OneStep))]
    public void Norm_defect_falls_with_order_p_plus_1_where_the_field_is_tangential_on_the_sphere(string solver) =>
        AssertDefectOrder(solver, SolverCatalog.Find(solver).Order + 1, DefectOrder(solver, divided: false));

    // Where <V, F(V)> = 0 everywhere, ||y1||^2 - ||y||^2 = -h^2 sum_ij m_ij <k_i, k_j> with
    // m_ij = b_i a_ij + b_j a_ji - b_i b_j (Cooper 1987), so the defect is O(h^(q+1)), q >= p the pseudo-symplectic
    // order: sum_ij m_ij Phi_i(u) Phi_j(v) = 0 for |u| + |v| <= q (Aubry, Chartier 1998). Heun has q = 3, the other
    // methods q = p.
    [Theory]
    [MemberData(nameof(OneStep))]
    public void Norm_defect_falls_with_order_q_plus_1_where_the_field_is_tangential_everywhere(string solver) =>
        AssertDefectOrder(
            solver, solver == "heun" ? 4 : SolverCatalog.Find(solver).Order + 1, DefectOrder(solver, divided: true));

    [Theory]
    [MemberData(nameof(All))]
    public void Norms_are_1_to_a_few_ulps_at_every_accepted_state_and_sample(string solver)
    {
        var run = Run(solver, 40);
        Assert.InRange(run.StateDefect, 0, FewUlps);
        Assert.InRange(run.SampleDefect, 0, FewUlps);
        Assert.True(run.Result.Statistics.LargestNormDefect > 0);
    }

    [Theory]
    [MemberData(nameof(OneStep))]
    public void Interpolated_samples_keep_the_order_under_the_retraction(string solver)
    {
        var order = ConvergenceOrder.Measure(count => Run(solver, count).SampleError, 20, 1280, 1e-12, points: 2);
        AssertOrder(SolverCatalog.Find(solver).Order, order);
    }

    [Theory]
    [InlineData("dopri5")]
    [InlineData("tsit5")]
    [InlineData("dop853")]
    [InlineData("deflated-adams")]
    public void Adaptive_run_reaches_the_tolerance_on_the_spheres(string solver)
    {
        var settings = new IntegrationSettings { Tolerances = new Tolerances(1e-9, 1e-9) };
        var result = SphereFlow.Problem().Run(solver, settings);
        Assert.InRange(SphereFlow.Error(SphereFlow.End, result.State), 0, 5e-8);
    }

    [Fact]
    public void Without_constraint_no_defect_is_reported()
    {
        var result = SphereFlow.Problem(constrained: false).Run("rk4", new IntegrationSettings { Step = 0.1 });
        Assert.Equal(0, result.Statistics.LargestNormDefect);
        Assert.True(SphereFlow.Defect(result.State) > 1e-10);
    }

    [Fact]
    public void Sphere_product_measures_retracts_and_projects()
    {
        var space = new ArraySpace(new VectorLayout(("a", 2), ("free", 1), ("b", 2)));
        var manifold = new SphereProduct(space, "a", "b");
        var (point, direction) = (space.Create(3, 4, 7, 0, 0.5), space.Create(1, 1, 1, 1, 1));
        Assert.Equal(4, manifold.Defect(point));
        Assert.Equal(4, manifold.Retract(point));
        Assert.Equal([0.6, 0.8, 7, 0, 1], point.Values);
        Assert.Equal(0, manifold.Defect(point), FewUlps);
        manifold.ProjectTangent(point, direction);
        // (1, 1) - 1.4 (0.6, 0.8), and nothing radial left of (1, 1) in block b but its first entry.
        double[] expected = [0.16, -0.12, 1, 1, 0];
        Assert.All(direction.Values.Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 1e-15));
    }

    [Fact]
    public void Block_that_cannot_be_normalized_gives_nan_and_stays()
    {
        var space = new ArraySpace(new VectorLayout(("a", 2), ("b", 2)));
        var manifold = new SphereProduct(space, "a", "b");
        foreach (var bad in (double[])[0, double.NaN, double.PositiveInfinity])
        {
            var point = space.Create(2, 0, bad, 0);
            Assert.True(double.IsNaN(manifold.Defect(point)));
            Assert.True(double.IsNaN(manifold.Retract(point)));
            Assert.Equal([1, 0, bad, 0], point.Values);
        }
    }

    [Fact]
    public void Construction_refuses_unknown_blocks_and_none()
    {
        var space = new ArraySpace(new VectorLayout(("a", 2)));
        Assert.Throws<ArgumentException>(() => new SphereProduct(space, "c"));
        Assert.Throws<ArgumentException>(() => new SphereProduct(space));
    }

    private static double DefectOrder(string solver, bool divided) => ConvergenceOrder.Measure(
        count => Run(solver, count, divided).Result.Statistics.LargestNormDefect,
        10,
        1280,
        SolverCatalog.Find(solver).Order < 8 ? 1e-12 : 3e-15,
        points: 2);

    // Low orders show exactly. High ones fall faster, by up to 2, before their small leading coefficients take over,
    // which they do below the rounding errors of double precision.
    private static void AssertOrder(int expected, double observed) =>
        Assert.InRange(observed, expected - (expected > 8 ? 0.4 : 0.1), expected + (expected > 4 ? 2 : 0.1));

    // The largest defect of radau5 moves from place to place: 5.6 to 5.9 between neighbouring steps, 6 over several.
    private static void AssertDefectOrder(string solver, int expected, double observed) =>
        AssertOrder(
            expected, solver == "radau5" && observed > expected - 0.4 ? Math.Max(observed, expected) : observed);

    private static Measured Run(string solver, int count, bool divided = true)
    {
        var (problem, measured) = (SphereFlow.Problem(divided: divided), new Measured());
        var step = SphereFlow.End / count;
        var settings = Solvers.EqualSteps(problem, count) with
        {
            Samples = new SamplePoints(Enumerable.Range(0, count).Select(i => (i + 0.4) * step)),
        };
        measured.Result = problem.Run(solver, settings, new Observer(
            sample =>
            {
                Assert.False(sample.IsAcceptedState);
                measured.SampleDefect = Math.Max(measured.SampleDefect, SphereFlow.Defect(sample.State));
                measured.SampleError = Math.Max(measured.SampleError, SphereFlow.Error(sample.Time, sample.State));
            },
            accepted =>
            {
                measured.StateDefect = Math.Max(measured.StateDefect, SphereFlow.Defect(accepted.State));
                measured.StateError = Math.Max(measured.StateError, SphereFlow.Error(accepted.Time, accepted.State));
            }));
        Assert.Equal(IntegrationStatus.EndReached, measured.Result.Status);
        return measured;
    }

    private sealed class Measured
    {
        public IntegrationResult Result { get; set; } = null!;

        public double StateDefect { get; set; }

        public double StateError { get; set; }

        public double SampleDefect { get; set; }

        public double SampleError { get; set; }
    }
}
