using Flow.Backends;
using Flow.Backends.Cpu;
using Flow.Backends.Plans;
using Flow.Backends.Reference;
using Flow.Experiments.Running;
using Flow.Experiments.Tests.Running.Derivation;
using Flow.TestKit;
using Xunit.Abstractions;

namespace Flow.Experiments.Tests.Running;

/// <summary>The derivative of the right-hand side along directions.</summary>
public class JacobianVectorProductTests(ITestOutputHelper output)
{
    private const int Directions = 3;

    /// <summary>Against central differences of the velocity, on smooth models of every parametrization.</summary>
    [Fact]
    public void Product_agrees_with_differences_of_the_velocity()
    {
        var worst = (Error: 0.0, What: string.Empty);
        for (ulong seed = 0; seed < 40; seed++)
        {
            var model = ModelCase.Random(3000 + seed, isSmooth: true);
            var direction = Direction(model, seed);
            var product = Products(model, new CpuBackend(), [direction])[0];
            var difference = Difference(model, direction);
            var scale = Math.Max(1, Norm(product));
            var error = Norm([.. product.Zip(difference, static (a, b) => a - b)]) / scale;
            worst = error > worst.Error ? (error, model.Description) : worst;
        }

        output.WriteLine($"largest error {worst.Error:E2}: {worst.What}");
        Assert.True(worst.Error <= 2e-6, $"{worst.Error:E2}: {worst.What}");
    }

    /// <summary>What PlanLinearization says of itself: a J b = b J a for tangents a, b of the spheres.</summary>
    [Fact]
    public void Derivative_is_symmetric_on_the_tangent_space_for_every_parametrization()
    {
        var kinds = new HashSet<string>();
        for (ulong seed = 0; seed < 40; seed++)
        {
            var model = ModelCase.Random(3000 + seed, isSmooth: true);
            var (a, b) = (Tangent(model, seed), Tangent(model, seed + 500));
            var products = Products(model, new CpuBackend(), [a, b]);
            var (ab, ba) = (Inner(a, products[1]), Inner(b, products[0]));
            Assert.True(Math.Abs(ab - ba) <= 1e-11 * Math.Max(1, Norm(products[0]) * Norm(b)), model.Description);
            kinds.Add(model.System.Parametrization.Name);
        }

        Assert.Equal(3, kinds.Count);
    }

    [Fact]
    public void Compiled_products_equal_the_reference_for_one_and_several_directions_and_threads()
    {
        for (ulong seed = 0; seed < 30; seed++)
        {
            var model = ModelCase.Random(4000 + seed);
            var directions = Enumerable.Range(0, Directions).Select(i => Direction(model, seed + (ulong)i)).ToArray();
            var expected = Products(model, new ReferenceBackend(), directions);
            foreach (var threads in (int[])[1, 2])
            {
                var together = Products(model, new CpuBackend(), directions, threads, isTogether: true);
                var apart = Products(model, new CpuBackend(), directions, threads, isTogether: false);
                for (var m = 0; m < Directions; m++)
                {
                    AssertClose(expected[m], together[m], model.Description);
                    AssertClose(expected[m], apart[m], model.Description);
                }
            }
        }
    }

    [Fact]
    public void Further_directions_allocate_nothing()
    {
        var model = ModelCase.Random(3007, isSmooth: true);
        using var plans = new FlowPlans(model.System, new CpuBackend(), new());
        var plan = plans.CompileJacobianVectorProducts();
        using var data = plan.Load(model.Data(), model.Count);
        var direction = Direction(model, 1);
        var reduced = new double[plan.Source.ReducedLength];
        plan.Execute(
            data, SampleSelection.Range(0, model.Count), [.. model.State, .. direction], [model.Lambda], reduced, []);
        plan.ExecuteLate(direction, reduced);

        Assert.Equal(0, AllocationCheck.Bytes(() => plan.ExecuteLate(direction, reduced)));
    }

    [Fact]
    public void Late_execution_before_the_first_is_refused()
    {
        var model = ModelCase.Random(1);
        using var plans = new FlowPlans(model.System, new CpuBackend(), new());
        var plan = plans.CompileJacobianVectorProducts();

        Assert.Throws<InvalidOperationException>(() =>
            plan.ExecuteLate(new double[plan.Source.LateLength], new double[plan.Source.ReducedLength]));
    }

    /// <summary>Together: all directions in one plan; apart: one after the other as late parameters.</summary>
    private static double[][] Products(
        ModelCase model, IBackend backend, double[][] directions, int threads = 1, bool isTogether = false)
    {
        using var plans = new FlowPlans(model.System, backend, new(Precision.Float64, threads));
        var plan = plans.CompileJacobianVectorProducts(isTogether ? directions.Length : 1);
        using var data = plan.Load(model.Data(), model.Count);
        var length = model.State.Length;
        var reduced = new double[plan.Source.ReducedLength];
        var samples = SampleSelection.Range(0, model.Count);
        if (isTogether)
        {
            double[] state = [.. model.State, .. directions.SelectMany(static d => d)];
            plan.Execute(data, samples, state, [model.Lambda], reduced, []);
            return [.. reduced.Chunk(length)];
        }

        plan.Execute(data, samples, [.. model.State, .. new double[length]], [model.Lambda], reduced, []);
        Assert.All(reduced, static value => Assert.Equal(0, value));
        return
        [
            .. directions.Select(direction =>
            {
                plan.ExecuteLate(direction, reduced);
                return reduced.ToArray();
            }),
        ];
    }

    private static double[] Difference(ModelCase model, double[] direction)
    {
        const double Step = 1e-5;
        double[] At(double h) =>
            (model with { State = [.. model.State.Zip(direction, (y, d) => y + (h * d))] }).Velocity(new CpuBackend());
        return [.. At(Step).Zip(At(-Step), static (a, b) => (a - b) / (2 * Step))];
    }

    private static double[] Direction(ModelCase model, ulong seed) =>
        new RandomStream(seed + 77).Array(model.State.Length);

    private static double[] Tangent(ModelCase model, ulong seed)
    {
        var (direction, offset) = (Direction(model, seed), 0);
        foreach (var (variable, length) in model.System.State.Zip(StateVector.BlockLengths(model.System)))
        {
            var point = model.State.AsSpan(offset, length).ToArray();
            var part = direction.AsSpan(offset, length);
            var factor = variable.HasUnitNorm ? Inner(point, part.ToArray()) / Inner(point, point) : 0;
            for (var i = 0; i < length; i++)
            {
                part[i] -= factor * point[i];
            }

            offset += length;
        }

        return direction;
    }

    private static double Inner(double[] a, double[] b) => a.Zip(b, static (x, y) => x * y).Sum();

    private static void AssertClose(double[] expected, double[] actual, string what)
    {
        var error = Norm([.. expected.Zip(actual, static (a, b) => a - b)]) / Math.Max(1, Norm(expected));
        Assert.True(error <= 1e-12, $"{error:E2}: {what}");
    }

    private static double Norm(double[] values) => Math.Sqrt(values.Sum(static v => v * v));
}
