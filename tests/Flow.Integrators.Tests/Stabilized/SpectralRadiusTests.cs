using Flow.Integrators.Constraints;
using Flow.Integrators.Problems;
using Flow.Integrators.Spaces;
using Flow.Integrators.Stabilized;
using Flow.TestKit;

namespace Flow.Integrators.Tests.Stabilized;

public class SpectralRadiusTests
{
    private static readonly double[] Rates = [0.1, 0.7, 2, 40, 41, 300];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Estimate_of_a_symmetric_matrix_comes_within_2_percent_from_below(bool ownProducts)
    {
        var (problem, state) = Diagonal(ownProducts, []);
        var radius = new SpectralRadius(problem);
        Assert.False(radius.IsKnown);
        radius.Estimate(0, state, Derivative(problem, state), state);
        Assert.True(radius.IsKnown);
        Assert.InRange(radius.Value, 0.98 * 300, 300 * (1 + 1e-6));
        // A direction that grows by the same factor twice, up to 1 %, is nearly an eigenvector.
        Assert.InRange(radius.Alignment, 0.99, 1);
    }

    // Eigenvalues a +- ib of a normal matrix: |v . J v| / |J v| = |a| / sqrt(a^2 + b^2) for every v.
    [Theory]
    [InlineData(-1000, 200, false)]
    [InlineData(-1000, 600, true)]
    [InlineData(-1, 1000, true)]
    public void Complex_eigenvalues_are_told_by_their_angle(double a, double b, bool isOff)
    {
        var space = new ArraySpace(2);
        var field = new ArrayField((_, y, f) => (f[0], f[1]) = ((a * y[0]) - (b * y[1]), (b * y[0]) + (a * y[1])));
        var problem = new OdeProblem(space, field, 0, space.Create(1, 0), 0.01);
        var radius = new SpectralRadius(problem);
        radius.Estimate(0, problem.InitialState, Derivative(problem, problem.InitialState), problem.InitialState);
        // Difference quotients are good to about 1e-7.
        Assert.Equal(Math.Abs(a) / Math.Sqrt((a * a) + (b * b)), radius.Alignment, 1e-5);
        var result = problem.Run("rkc2", new() { Tolerances = new Tolerances(1e-4, 1e-4) });
        Assert.Equal(isOff, result.Stiffness!.Value.IsOffRealAxis);
        Assert.Equal(isOff, result.Report.Contains("off the real axis", StringComparison.Ordinal));
    }

    // On the slow manifold F is an eigenvector of the slow rate, and nothing of the fast one is left in it.
    [Fact]
    public void Start_along_a_slow_eigenvector_still_finds_the_fast_one()
    {
        var space = new ArraySpace(2);
        var field = new ArrayField((_, y, f) => (f[0], f[1]) = (-1000 * (y[0] - y[1]), -y[1]));
        var problem = new OdeProblem(space, field, 0, space.Create(1.001001001001001, 1), 1);
        var radius = new SpectralRadius(problem);
        radius.Estimate(0, problem.InitialState, Derivative(problem, problem.InitialState), space.Create(0, 0));
        Assert.InRange(radius.Value, 980, 1001);
    }

    [Fact]
    public void Second_estimate_starts_warm_and_costs_few_products()
    {
        var products = new List<int>();
        var (problem, state) = Diagonal(true, products);
        var radius = new SpectralRadius(problem);
        radius.Estimate(0, state, Derivative(problem, state), state);
        var first = products.Count;
        radius.Estimate(0, state, radius.Direction, state);
        Assert.InRange(first, 12, 50);
        Assert.InRange(products.Count - first, 3, 6);
    }

    [Fact]
    public void Rotation_is_measured_by_its_speed()
    {
        var space = new ArraySpace(2);
        var field = new ArrayField((_, y, f) => (f[0], f[1]) = (-9 * y[1], 4 * y[0]));
        var problem = new OdeProblem(space, field, 0, space.Create(1, 0), 1);
        var radius = new SpectralRadius(problem);
        radius.Estimate(0, problem.InitialState, Derivative(problem, problem.InitialState), problem.InitialState);
        // Eigenvalues +-6i; the quotients of a map that is not normal swing between 4 and 9.
        Assert.InRange(radius.Value, 6, 9);
    }

    [Fact]
    public void Probes_are_tangent_and_radial_derivatives_do_not_count()
    {
        // F has a derivative of -1e6 along the radius of the sphere, and -5 and -2 along it.
        var space = new ArraySpace(new VectorLayout(("V", 3)));
        double[] point = [1, 0, 0];
        var directions = new List<double>();
        var problem = new OdeProblem(
            space, new ArrayField((_, _, f) => f.Fill(1)), 0, space.Create(point), 1, new SphereProduct(space, "V"))
        {
            Linearization = new MatrixProducts(
                [-1e6, -5, -2], new List<int>(), direction => directions.Add(Math.Abs(direction[0]))),
        };
        var radius = new SpectralRadius(problem);
        radius.Estimate(0, problem.InitialState, space.Create(0.3, 1, 1), space.Create(1, 0.2, 0.1));
        Assert.InRange(radius.Value, 4.9, 5);
        Assert.Equal(0, directions.Max());
    }

    [Fact]
    public void Field_at_rest_has_radius_0()
    {
        var space = new ArraySpace(3);
        var problem = new OdeProblem(
            space, new ArrayField((_, _, f) => f.Clear()), 0, space.Create(1, 2, 3), 1);
        var radius = new SpectralRadius(problem);
        radius.Estimate(0, problem.InitialState, space.Create(0, 0, 0), problem.InitialState);
        Assert.Equal((0.0, true), (radius.Value, radius.IsKnown));
        radius.Estimate(0, problem.InitialState, space.Create(0, 0, 0), space.Create(double.NaN, 0, 0));
        Assert.Equal(0, radius.Value);
    }

    [Fact]
    public void Probe_off_the_domain_leaves_the_estimate_as_it_was()
    {
        var space = new ArraySpace(1);
        var isSingular = false;
        var field = new ArrayField((_, y, f) =>
            f[0] = isSingular ? throw new VectorFieldException("off", "no advice") : -7 * y[0]);
        var problem = new OdeProblem(space, field, 0, space.Create(1), 1);
        var radius = new SpectralRadius(problem);
        radius.Estimate(0, problem.InitialState, space.Create(1), space.Create(0));
        var before = radius.Value;
        isSingular = true;
        radius.Estimate(0, problem.InitialState, radius.Direction, space.Create(0));
        Assert.Equal(7, before, 1e-5);
        Assert.Equal(before, radius.Value);
    }

    [Fact]
    public void Memory_restores_value_and_direction()
    {
        var (problem, state) = Diagonal(false, []);
        var (first, second) = (new SpectralRadius(problem), new SpectralRadius(problem));
        first.Estimate(0, state, Derivative(problem, state), state);
        var memory = new double[first.MemoryLength];
        first.Save(memory);
        second.Load(memory);
        Assert.Equal((first.Value, first.IsKnown), (second.Value, second.IsKnown));
        Assert.Equal(first.Alignment, second.Alignment);
        first.Estimate(0, state, first.Direction, state);
        second.Estimate(0, state, second.Direction, state);
        Assert.Equal(first.Value, second.Value);
        Assert.Equal(((ArrayVector)first.Direction).Values, ((ArrayVector)second.Direction).Values);
    }

    private static (OdeProblem Problem, ArrayVector State) Diagonal(bool ownProducts, List<int> products)
    {
        var space = new ArraySpace(Rates.Length);
        var state = space.Create([.. Rates.Select(static (_, i) => Math.Cos(i))]);
        var field = new ArrayField((_, y, f) =>
        {
            for (var i = 0; i < f.Length; i++)
            {
                f[i] = -Rates[i] * y[i];
            }
        });
        return (new OdeProblem(space, field, 0, state, 1)
        {
            Linearization = ownProducts
                ? new MatrixProducts([.. Rates.Select(static rate => -rate)], products, static _ => { })
                : null,
        }, state);
    }

    private static Vector Derivative(OdeProblem problem, Vector state)
    {
        var derivative = problem.Space.Allocate();
        problem.Field.Evaluate(0, state, derivative);
        return derivative;
    }

    private sealed class MatrixProducts(double[] diagonal, List<int> count, Action<double[]> look) : ILinearization
    {
        public void MoveTo(double time, Vector state)
        {
        }

        public void Multiply(Vector direction, Vector product)
        {
            look(((ArrayVector)direction).Values);
            count.Add(1);
            for (var i = 0; i < diagonal.Length; i++)
            {
                ((ArrayVector)product).Values[i] = diagonal[i] * ((ArrayVector)direction).Values[i];
            }
        }
    }
}
