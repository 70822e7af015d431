using Flow.Networks.Derivation;
using Flow.Networks.Parametrizations;
using static Flow.Networks.Tests.SmallNetwork;

namespace Flow.Networks.Tests.Parametrizations;

/// <summary>Weight normalization against the flows it must be equivalent to (T. Poggio, Q. Liao, 2020).</summary>
public class WeightNormTests
{
    private const double Rounding = 1e-13;
    private static readonly double[] Scales = [1.3, 0.8, 1.7];

    public static TheoryData<string> Activations() => ["relu", "tanh", "linear", "swish(3)"];

    [Theory]
    [MemberData(nameof(Activations))]
    public void Norms_of_v_are_proved_constant(string activation)
    {
        foreach (var target in new DecayTarget?[] { null, DecayTarget.Rho, DecayTarget.Layers })
        {
            var system = new SmallNetwork(new WeightNorm(), Hidden(activation, 5, 3), target).System;

            Assert.Equal(3, system.Invariants.Length);
            Assert.All(system.Invariants, static invariant => Assert.Equal(InvariantLaw.Constant, invariant.Law));
        }
    }

    [Theory]
    [MemberData(nameof(Activations))]
    public void Directions_move_as_on_the_sphere_divided_by_the_squared_norm_of_v(string activation)
    {
        var norm = new SmallNetwork(new WeightNorm(), Hidden(activation, 5, 3));
        var lagrange = new SmallNetwork(new Lagrange(), Hidden(activation, 5, 3));
        // The layers' scales move into rho only where f is homogeneous; with all g_k = 1 they need not move.
        var (vectors, directions) = States(norm, [1, 1, 1], 2.0);
        directions["rho"] = [1.0];

        var found = norm.Velocities(vectors);
        var expected = lagrange.Velocities(directions);

        for (var k = 1; k <= 3; k++)
        {
            // v' = ||v|| vhat', and vhat' = V'/||v||^2.
            var scaled = Scaled(expected[$"V_{k}"], 1 / 2.0);
            Assert.InRange(Difference(scaled, found[$"v_{k}"]), 0, Rounding);
        }
    }

    [Theory]
    [InlineData("relu")]
    [InlineData("linear")]
    public void Scales_of_homogeneous_networks_move_as_rho_divided_by_their_own(string activation)
    {
        var norm = new SmallNetwork(new WeightNorm(), Hidden(activation, 5, 3));
        var lagrange = new SmallNetwork(new Lagrange(), Hidden(activation, 5, 3));
        var (vectors, directions) = States(norm, Scales, 0.7);
        var rho = Scales.Aggregate(static (a, b) => a * b);
        directions["rho"] = [rho];

        var found = norm.Velocities(vectors);
        var rate = lagrange.Velocities(directions)["rho"][0];

        // d rho/dt of the sphere is -<g, F>, and g_k' = -(rho/g_k) <g, F>.
        for (var k = 1; k <= 3; k++)
        {
            var expected = rho / Scales[k - 1] * rate;
            Assert.InRange(Math.Abs(found[$"g_{k}"][0] - expected) / Math.Abs(expected), 0, Rounding);
        }

        Assert.Equal(rho, norm.Value(norm.System.Parametrization.Rho(norm.Model, norm.System.State), vectors), 1e-14);
    }

    [Theory]
    [MemberData(nameof(Activations))]
    public void Velocity_is_that_of_the_weights_resolved_along_and_across_them(string activation)
    {
        var norm = new SmallNetwork(new WeightNorm(), Hidden(activation, 5, 3), DecayTarget.Layers);
        var free = new SmallNetwork(new Unconstrained(), Hidden(activation, 5, 3), DecayTarget.Layers);
        var (vectors, directions) = States(norm, Scales, 0.7);
        var weights = directions.ToDictionary(
            static pair => "W" + pair.Key[1..],
            static pair => Scaled(pair.Value, Scales[pair.Key[^1] - '1']));

        var found = norm.Velocities(vectors);
        var expected = free.Velocities(weights);

        for (var k = 1; k <= 3; k++)
        {
            var (direction, velocity) = (directions[$"V_{k}"], expected[$"W_{k}"]);
            var radial = Inner(direction, velocity);
            double[] across = [.. velocity.Zip(direction, (w, d) => (w - (radial * d)) * Scales[k - 1] / 0.7)];
            Assert.InRange(Math.Abs(found[$"g_{k}"][0] - radial), 0, Rounding);
            Assert.InRange(Difference(across, found[$"v_{k}"]), 0, Rounding);
            Assert.InRange(Math.Abs(Inner(found[$"v_{k}"], vectors[$"v_{k}"])), 0, Rounding);
        }
    }

    [Fact]
    public void Unnormalized_directions_move_as_on_the_sphere_divided_by_the_squared_norm_of_the_layer()
    {
        var free = new SmallNetwork(new Unconstrained(), Hidden("relu", 5, 3));
        var lagrange = new SmallNetwork(new Lagrange(), Hidden("relu", 5, 3));
        var (_, directions) = States(lagrange, Scales, 1);
        directions["rho"] = [Scales.Aggregate(static (a, b) => a * b)];
        var weights = directions.Where(static pair => pair.Key != "rho").ToDictionary(
            static pair => "W" + pair.Key[1..],
            static pair => Scaled(pair.Value, Scales[pair.Key[^1] - '1']));

        var expected = lagrange.Velocities(directions);
        var found = free.Velocities(weights);

        for (var k = 1; k <= 3; k++)
        {
            var (direction, velocity, scale) = (directions[$"V_{k}"], found[$"W_{k}"], Scales[k - 1]);
            var radial = Inner(direction, velocity);
            double[] turning = [.. velocity.Zip(direction, (w, d) => (w - (radial * d)) / scale)];
            Assert.InRange(Difference(Scaled(expected[$"V_{k}"], 1 / (scale * scale)), turning), 0, Rounding);
        }
    }

    [Theory]
    [InlineData(DecayTarget.Rho)]
    [InlineData(DecayTarget.Layers)]
    public void Decay_is_on_the_product_or_the_sum_of_squared_scales(DecayTarget target)
    {
        var network = new SmallNetwork(new WeightNorm(), Hidden("tanh", 5, 3), target);
        var (vectors, _) = States(network, [1.3, -0.8, 1.7], 0.7);
        double[] squares = [1.3 * 1.3, 0.8 * 0.8, 1.7 * 1.7];

        var penalty = network.Value(network.System.Objective, vectors) - network.Value(network.System.Loss, vectors);

        var expected = target == DecayTarget.Rho ? squares.Aggregate(static (a, b) => a * b) : squares.Sum();
        Assert.Equal(Lambda * expected, penalty, 1e-13);
    }

    [Fact]
    public void Energy_falls_at_the_squared_norm_of_the_velocity()
    {
        var network = new SmallNetwork(new WeightNorm(), Hidden("swish(3)", 5, 3), DecayTarget.Layers, hasBias: true);
        var (vectors, _) = States(network, Scales, 0.7);

        var rate = network.Value(network.System.EnergyRate, vectors);

        var squares = network.Velocities(vectors).Values.Sum(static velocity => Inner(velocity, velocity));
        Assert.Equal(-squares, rate, 1e-13);
    }

    /// <summary>Random directions: as g and v of given norms, and as unit vectors V_k.</summary>
    private static (Dictionary<string, double[]> Vectors, Dictionary<string, double[]> Directions) States(
        SmallNetwork network, double[] scales, double norm)
    {
        var vectors = new Dictionary<string, double[]>();
        var directions = new Dictionary<string, double[]>();
        foreach (var weight in network.Model.Weights)
        {
            var values = network.Wave(new StateVariable(weight.Variable, StateRole.Weight, weight.Layer), weight.Layer);
            var direction = Scaled(values, 1 / Norm(values));
            directions[$"V_{weight.Layer}"] = direction;
            vectors[$"v_{weight.Layer}"] = Scaled(direction, norm);
            vectors[$"g_{weight.Layer}"] = [scales[weight.Layer - 1]];
        }

        foreach (var free in network.System.State.Where(static variable => variable.Role == StateRole.Free))
        {
            vectors[free.Variable.Name] = network.Wave(free, 0.4);
        }

        return (vectors, directions);
    }
}
