using Flow.Networks.Derivation;
using Flow.Networks.Layers;
using Flow.Networks.Losses;
using Flow.Networks.Model;
using Flow.Networks.Parametrizations;
using Flow.Symbolic.Differentiation;
using Flow.Symbolic.Expressions;
using Flow.Symbolic.Functions;
using Flow.Symbolic.Shapes;
using static Flow.Networks.Tests.SmallNetwork;

namespace Flow.Networks.Tests.Layers;

/// <summary>Batch norm: its values, what it does to scales, and what follows for the flow.</summary>
public class BatchNormTests
{
    private static readonly Rational Epsilon = new(1, 1000);

    [Fact]
    public void Degrees_are_zero_before_a_batch_norm_without_epsilon()
    {
        var exact = Build(Layers(0, false));
        var smooth = Build(Layers(Epsilon, false));

        Assert.Equal([0, 0, 1], exact.Degrees.Select(static degree => (int)degree!.Value.Numerator));
        Assert.Null(smooth.Degrees[0]);
        Assert.Null(smooth.Degrees[1]);
        Assert.True(smooth.Degrees[2] is { IsOne: true });
        Assert.Equal([1, 2], exact.ScaleFree.Order());
        Assert.Equal([1, 2], smooth.ScaleFree.Order());
    }

    [Fact]
    public void Layers_behind_the_last_batch_norm_keep_their_scale()
    {
        Layer[] layers = [new Dense(5, false), Relu(), new Dense(4, false), new BatchNorm(Epsilon, false), Relu(),
            new Dense(3, false), Relu()];

        Assert.Equal([1, 2], Build(layers).ScaleFree.Order());
    }

    [Fact]
    public void Bias_before_a_batch_norm_takes_the_degree_away_but_its_scale_reaches_the_output()
    {
        Layer[] layers = [new Dense(5, true), Relu(), new Dense(4, false), new BatchNorm(0, false), Relu()];

        Assert.Equal([2], Build(layers).ScaleFree);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Norms_of_layers_before_a_batch_norm_are_proved_constant_or_decaying(bool decays)
    {
        var system = new SmallNetwork(
            new Unconstrained(), Layers(0, false), decays ? DecayTarget.Layers : null).System;

        var law = decays ? InvariantLaw.DecaysWithWeightDecay : InvariantLaw.Constant;
        Assert.Equal(2, system.Invariants.Length);
        Assert.All(system.Invariants, invariant => Assert.Equal(law, invariant.Law));
    }

    [Fact]
    public void Gradient_is_orthogonal_to_each_row_before_a_batch_norm_without_epsilon()
    {
        var network = new SmallNetwork(new Unconstrained(), Layers(0, false));
        var state = State(network);

        var velocities = network.Velocities(state);

        foreach (var (name, units) in new[] { ("W_1", 5), ("W_2", 3) })
        {
            var (weight, velocity) = (state[name], velocities[name]);
            var columns = weight.Length / units;
            Assert.True(Norm(velocity) > 1e-3);
            for (var j = 0; j < units; j++)
            {
                var row = Inner(
                weight[(j * columns)..((j + 1) * columns)], velocity[(j * columns)..((j + 1) * columns)]);
                Assert.InRange(Math.Abs(row), 0, 1e-12 * Norm(weight) * Norm(velocity));
            }
        }
    }

    [Fact]
    public void Multipliers_of_scale_free_layers_vanish_on_the_spheres()
    {
        var system = new SmallNetwork(new Lagrange(), Layers(0, false), DecayTarget.Rho).System;

        Assert.True(Constant.IsZero(system.Multipliers[0].Value));
        Assert.True(Constant.IsZero(system.Multipliers[1].Value));
        Assert.False(Constant.IsZero(system.Multipliers[2].Value));
        Assert.NotNull(system.Equilibrium);
    }

    [Fact]
    public void Rho_counts_the_layers_whose_scale_reaches_the_output()
    {
        var free = new SmallNetwork(new Unconstrained(), Layers(Epsilon, false), DecayTarget.Rho);
        var norm = new SmallNetwork(new WeightNorm(), Layers(0, false), DecayTarget.Layers);
        var (weights, scales) = (State(free), State(norm));

        var rho = free.Value(free.System.Parametrization.Rho(free.Model, free.System.State), weights);
        var penalty = free.Value(free.System.Objective, weights) - free.Value(free.System.Loss, weights);
        var sum = norm.Value(norm.System.Objective, scales) - norm.Value(norm.System.Loss, scales);

        Assert.Equal(Norm(weights["W_3"]), rho, 1e-14);
        Assert.Equal(Lambda * rho * rho, penalty, 1e-13);
        Assert.Equal(
            Math.Abs(scales["g_3"][0]),
            norm.Value(norm.System.Parametrization.Rho(norm.Model, norm.System.State), scales), 1e-14);
        Assert.Equal(Lambda * Enumerable.Range(1, 3).Sum(k => scales[$"g_{k}"][0] * scales[$"g_{k}"][0]), sum, 1e-13);
        Assert.InRange(Math.Abs(norm.Velocities(scales)["g_1"][0] + (2 * Lambda * scales["g_1"][0])), 0, 1e-13);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public void Gradients_agree_with_differences(int thousandths, bool isAffine)
    {
        var network = new SmallNetwork(
            new Unconstrained(), Layers(new Rational(thousandths, 1000), isAffine, "tanh"), DecayTarget.Layers);
        var state = State(network);

        var velocities = network.Velocities(state);

        Assert.Equal(isAffine ? 7 : 3, velocities.Count);
        foreach (var (name, velocity) in velocities)
        {
            var entries = state[name];
            for (var i = 0; i < entries.Length; i++)
            {
                const double Step = 1e-5;
                var here = entries[i];
                entries[i] = here + Step;
                var above = network.Value(network.System.Objective, state);
                entries[i] = here - Step;
                var below = network.Value(network.System.Objective, state);
                entries[i] = here;
                Assert.Equal(-(above - below) / (2 * Step), velocity[i], 1e-8);
            }
        }
    }

    [Fact]
    public void Normalized_units_have_mean_zero_and_variance_one()
    {
        var samples = new Dimension("N");
        var builder = new GraphBuilder(samples, 3);
        var normalized = new BatchNorm(0, false).Forward(builder, builder.Input);
        var evaluator = new TestKit.ReferenceEvaluator(
            new Dictionary<Dimension, int>(builder.Sizes) { [samples] = 6 }, [new(builder.Input, Wave(18, 0.2))]);

        var values = evaluator.Evaluate(normalized);

        for (var j = 0; j < 3; j++)
        {
            double[] column = [.. Enumerable.Range(0, 6).Select(n => values[(3 * n) + j])];
            Assert.Equal(0, column.Sum(), 1e-14);
            Assert.Equal(6, Inner(column, column), 1e-13);
        }
    }

    [Fact]
    public void Published_rho_divides_by_the_norms_of_the_deviations()
    {
        var network = new SmallNetwork(new Unconstrained(), Layers(Epsilon, true));
        var state = State(network);
        var concrete = network.System.Concretize();
        var sites = concrete.Normalizations.ToList();

        var expected = Enumerable.Range(1, 3).Aggregate(1.0, (product, k) => product * Norm(state[$"W_{k}"]));
        foreach (var (site, gamma) in sites.Zip(["gamma_1", "gamma_2"]))
        {
            expected *= Math.Sqrt(state[gamma].Sum(Math.Abs) / network.Value(Algebra.SumOver(site.Variance), state));
        }

        Assert.Equal(expected, network.Value(concrete.PublishedRho!, state), 1e-12);
        Assert.Null(new SmallNetwork(new Unconstrained(), Hidden("relu", 4)).System.Concretize().PublishedRho);
    }

    [Fact]
    public void Affine_parameters_decay_only_with_decay_on_all()
    {
        var model = Build(Layers(0, true));
        Variable gain = model.Parameters.First(static parameter => parameter.Kind == ParameterKind.Gain).Variable;
        Expr Slope(bool all) => Gradient.Of(
            FlowDerivation.Derive(model, new Unconstrained(), new(true, DecayTarget.Layers, all)).Objective, gain);

        Assert.True(Contains(Slope(true), FlowDerivation.Lambda));
        Assert.False(Contains(Slope(false), FlowDerivation.Lambda));
    }

    [Fact]
    public void Affine_batch_norm_without_a_place_is_refused()
    {
        var first = Assert.Throws<LayerException>(() => Build([new BatchNorm(0, true), Relu()]));
        var second = Assert.Throws<LayerException>(() => Build(
            [new Dense(3, false), new BatchNorm(0, true), Relu(), new BatchNorm(0, true)]));

        Assert.Contains("put a dense layer first", first.Message, StringComparison.Ordinal);
        Assert.Contains("layer 1 has two gamma", second.Message, StringComparison.Ordinal);
    }

    private static bool Contains(Expr expression, Expr node) =>
        TopologicalOrder.Of(expression).Any(other => ReferenceEquals(other, node));

    private static Activation Relu() => new(ScalarFunctionCatalog.Parse("relu"));

    private static NetworkModel Build(Layer[] layers) =>
        NetworkModel.Build(4, layers, 1, false, LossCatalog.Parse("square"));

    private static Layer[] Layers(Rational epsilon, bool isAffine, string activation = "relu") =>
    [
        .. new[] { 5, 3 }.SelectMany(width => new Layer[]
        {
            new Dense(width, false),
            new BatchNorm(epsilon, isAffine),
            new Activation(ScalarFunctionCatalog.Parse(activation)),
        }),
    ];

    private static Dictionary<string, double[]> State(SmallNetwork network) => network.System.State.ToDictionary(
        static variable => variable.Variable.Name,
        variable => network.Wave(variable, 0.3 + variable.Layer));
}
