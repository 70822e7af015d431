using Flow.Networks.Derivation;
using Flow.Networks.Layers;
using Flow.Networks.Losses;
using Flow.Networks.Model;
using Flow.Networks.Parametrizations;
using Flow.Symbolic.Expressions;
using Flow.Symbolic.Functions;
using Flow.Symbolic.Shapes;
using Flow.TestKit;
using static Flow.Networks.Tests.SmallNetwork;

namespace Flow.Networks.Tests.Layers;

/// <summary>Convolution, average pooling, flatten and residual blocks: values, slopes, degrees, errors.</summary>
public class ImageLayerTests
{
    private static readonly ImageShape Image = new(2, 4, 3);

    public static TheoryData<string> Networks() =>
    [
        "conv tanh flatten",
        "conv+ tanh pool flatten dense+ tanh",
        "conv tanh same norm tanh flatten",
        "norm conv norm swish(3) conv tanh norm flatten norm",
        "conv affine tanh residual tanh pool conv affine flatten",
        "residual tanh flatten dense tanh",
        "pool conv tanh flatten",
    ];

    [Theory]
    [MemberData(nameof(Networks))]
    public void Velocity_is_the_slope_of_the_objective(string layers)
    {
        var hasBias = layers.Contains('+', StringComparison.Ordinal);
        var network = new SmallNetwork(
            new Unconstrained(), Parse(layers), DecayTarget.Layers, hasBias, Image);

        Assert.InRange(network.SlopeError(State(network)), 0, 1e-8);
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Velocities_on_spheres_are_tangent_and_those_of_weight_norm_too(string layers)
    {
        var lagrange = new SmallNetwork(new Lagrange(), Parse(layers), DecayTarget.Rho, false, Image);
        var weightNorm = new SmallNetwork(new WeightNorm(), Parse(layers), DecayTarget.Layers, false, Image);

        foreach (var (network, role) in new[]
            { (lagrange, StateRole.Direction), (weightNorm, StateRole.LayerDirection) })
        {
            var state = State(network);
            foreach (var variable in network.System.State.Where(variable => variable.Role == role))
            {
                var (name, velocity) = (variable.Variable.Name, network.Velocities(state)[variable.Variable.Name]);
                Assert.InRange(Math.Abs(Inner(state[name], velocity)), 0, 1e-12 * Math.Max(1, Norm(velocity)));
            }
        }

        Assert.InRange(weightNorm.SlopeError(State(weightNorm)), 0, 1e-8);
    }

    [Theory]
    [InlineData("conv relu conv relu flatten", "1, 1, 1", "")]
    [InlineData("conv max(z,0)^2 pool conv relu flatten", "2, 1, 1", "")]
    [InlineData("conv relu skip flatten", "1, , 1", "")]
    [InlineData("conv exact relu conv exact relu flatten", "0, 0, 1", "1, 2")]
    [InlineData("conv relu conv exact relu flatten dense relu", "0, 0, 1, 1", "1, 2")]
    [InlineData("conv norm relu flatten", ", 1", "1")]
    [InlineData("conv tanh flatten", ", 1", "")]
    public void Degrees_and_layers_without_scale_follow_from_the_graph(string layers, string degrees, string scaleFree)
    {
        var model = Build(layers);

        Assert.Equal(degrees, string.Join(", ", model.Degrees.Select(static d => d?.ToString() ?? string.Empty)));
        Assert.Equal(scaleFree, string.Join(", ", model.ScaleFree.Order()));
    }

    [Fact]
    public void Norms_of_kernels_before_a_batch_norm_are_proved_constant()
    {
        var system = new SmallNetwork(
            new Unconstrained(), Parse("conv exact relu conv exact relu flatten"), null, false, Image).System;

        Assert.Equal(2, system.Invariants.Length);
        Assert.All(system.Invariants, static invariant => Assert.Equal(InvariantLaw.Constant, invariant.Law));
    }

    [Fact]
    public void Parameters_have_the_shapes_of_weight_files()
    {
        var model = NetworkModel.Build(
            24, Parse("conv+ tanh flatten"), 2, true, LossCatalog.Parse("square"), Image);

        Assert.Equal(
            ["W_1 3,2,3,3", "b_1 3", "W_2 2,12", "b_2 2"],
            model.Parameters.Select(p => p.Variable.Name + " "
                + string.Join(',', p.Variable.Shape.Dimensions.Select(d => model.Sizes[d]))));
    }

    [Fact]
    public void Values_are_those_of_loops_over_channels_rows_and_columns()
    {
        var builder = new GraphBuilder(new Dimension("N"), 24);
        var input = builder.InputAs(Image);
        var convolved = new Convolution2D(3, 3, 2, 1, true).Forward(builder, input);
        var flat = new Flatten().Forward(builder, convolved);
        var pooled = new Flatten().Forward(builder, new AveragePooling(2, 1).Forward(builder, input));
        var (images, kernel, bias) = (Wave(5 * 24, 0.3), Wave(3 * 18, 0.7), Wave(3, 0.1));
        var values = new ReferenceEvaluator(
            new Dictionary<Dimension, int>(builder.Sizes) { [builder.Samples] = 5 },
            [new(builder.Input, images), new(builder.Parameters[0].Variable, kernel),
                new(builder.Parameters[1].Variable, bias)]);

        for (var n = 0; n < 5; n++)
        {
            for (var entry = 0; entry < 12; entry++)
            {
                var (o, y, x) = (entry / 4, entry / 2 % 2, entry % 2);
                Assert.Equal(
                    bias[o] + ConvolvedAt(images, n, kernel, o, (2 * y) - 1, (2 * x) - 1),
                    values.Evaluate(flat)[(12 * n) + entry],
                    1e-13);
                var (c, row, column) = (entry / 6, entry / 2 % 3, entry % 2);
                var corner = Pixel(images, n, c, row, column) + Pixel(images, n, c, row + 1, column)
                    + Pixel(images, n, c, row, column + 1) + Pixel(images, n, c, row + 1, column + 1);
                Assert.Equal(corner / 4, values.Evaluate(pooled)[(12 * n) + entry], 1e-14);
            }
        }
    }

    [Fact]
    public void Normalized_channels_have_mean_zero_and_variance_one_over_samples_and_pixels()
    {
        var builder = new GraphBuilder(new Dimension("N"), 24);
        var image = new BatchNorm(0, false).Forward(builder, builder.InputAs(Image));
        var normalized = new Flatten().Forward(builder, image);
        var values = new ReferenceEvaluator(
            new Dictionary<Dimension, int>(builder.Sizes) { [builder.Samples] = 6 },
            [new(builder.Input, Wave(6 * 24, 0.2))]).Evaluate(normalized);

        for (var c = 0; c < 2; c++)
        {
            double[] channel = [.. values.Where((_, i) => i / 12 % 2 == c)];
            Assert.Equal(72, channel.Length);
            Assert.Equal(0, channel.Sum(), 1e-12);
            Assert.Equal(72, Inner(channel, channel), 1e-11);
        }
    }

    [Theory]
    [InlineData("conv relu", "", "a dense layer needs a vector for each sample, but gets 3 channels of 2 x 2 pixels")]
    [InlineData("conv dense flatten", "1", "a dense layer needs a vector")]
    [InlineData("flatten conv", "1", "conv needs channels of pixels, but gets 24 units")]
    [InlineData("conv conv conv5 flatten", "2.conv.kernel", "kernel of 5 x 5 is larger than the input of 1 x 1")]
    [InlineData("conv conv pool flatten", "2.average-pool.kernel", "kernel of 2 x 2 is larger than the input of 1 x 1")]
    [InlineData("padded flatten", "0.conv.padding", "padding 3 makes windows of nothing but zeros")]
    [InlineData("misfit flatten", "0.residual", "turns 2 channels of 4 x 3 pixels into 3 channels of 4 x 3 pixels")]
    [InlineData("shrinking flatten", "0.residual", "turns 2 channels of 4 x 3 pixels into 2 channels of 1 x 1 pixels")]
    [InlineData("deep flatten", "0.residual.1", "conv needs channels of pixels, but gets 24 units")]
    public void Layers_that_do_not_fit_are_named_with_their_place(string layers, string path, string problem)
    {
        var failure = Assert.Throws<LayerException>(() => Build(layers));

        Assert.Equal(path, failure.Path);
        Assert.Contains(problem, failure.Problem, StringComparison.Ordinal);
        Assert.NotEmpty(failure.Remedy);
    }

    [Fact]
    public void Image_layers_without_the_form_of_an_input_are_refused()
    {
        var failure = Assert.Throws<LayerException>(() =>
            NetworkModel.Build(24, Parse("conv flatten"), 1, false, LossCatalog.Parse("square")));

        Assert.Contains("data.shape", failure.Remedy, StringComparison.Ordinal);
    }

    private static double ConvolvedAt(double[] images, int n, double[] kernel, int o, int top, int left)
    {
        var sum = 0.0;
        for (var i = 0; i < 18; i++)
        {
            sum += kernel[(18 * o) + i] * Pixel(images, n, i / 9, top + (i / 3 % 3), left + (i % 3));
        }

        return sum;
    }

    private static double Pixel(double[] images, int n, int channel, int y, int x) =>
        y < 0 || x < 0 || y >= 4 || x >= 3 ? 0 : images[(24 * n) + (12 * channel) + (3 * y) + x];

    private static NetworkModel Build(string layers) =>
        NetworkModel.Build(24, Parse(layers), 1, false, LossCatalog.Parse("square"), Image);

    private static Layer[] Parse(string layers) => [.. layers.Split(' ').Select(Layer)];

    private static Layer Layer(string word) => word switch
    {
        "conv" => new Convolution2D(3, 3, 2, 1, false),
        "conv+" => new Convolution2D(3, 3, 2, 1, true),
        "conv5" => new Convolution2D(3, 5, 1, 0, false),
        "same" => new Convolution2D(2, 3, 1, 1, false),
        "padded" => new Convolution2D(3, 3, 1, 3, false),
        "dense" => new Dense(3, false),
        "dense+" => new Dense(3, true),
        "pool" => new AveragePooling(2, 1),
        "flatten" => new Flatten(),
        "norm" => new BatchNorm(new Rational(1, 10), false),
        "exact" => new BatchNorm(0, false),
        "affine" => new BatchNorm(new Rational(1, 10), true),
        "residual" => new Residual([new Activation(ScalarFunctionCatalog.Parse("tanh")), new SameConvolution()]),
        "skip" => new Residual([new SameConvolution()]),
        "misfit" => new Residual([new Convolution2D(3, 3, 1, 1, false)]),
        "shrinking" => new Residual([new Convolution2D(2, 3, 2, 0, false)]),
        "deep" => new Residual([new Flatten(), new Convolution2D(2, 3, 1, 1, false)]),
        _ => new Activation(ScalarFunctionCatalog.Parse(word)),
    };

    private static Dictionary<string, double[]> State(SmallNetwork network) => network.System.State.ToDictionary(
        static variable => variable.Variable.Name,
        variable =>
        {
            var values = network.Wave(variable, 0.3 + variable.Layer);
            return variable.HasUnitNorm ? Scaled(values, 1 / Norm(values)) : values;
        });

    /// <summary>A convolution that keeps the shape of whatever image it gets.</summary>
    private sealed class SameConvolution : Layer
    {
        public override string Kind => "conv";

        public override bool NeedsImage => true;

        public override Expr Forward(GraphBuilder builder, Expr input)
        {
            var channels = builder.Sizes[input.Shape.Dimensions[2]];
            return new Convolution2D(channels, 3, 1, 1, false).Forward(builder, input);
        }

        public override string ToString() => "conv";
    }
}
