using Flow.Symbolic.Differentiation;
using Flow.Symbolic.Expressions;
using Flow.Symbolic.Printing;
using Flow.Symbolic.Rewriting;
using Flow.Symbolic.Shapes;
using Flow.Symbolic.Verification;
using Flow.TestKit;

namespace Flow.Symbolic.Tests.Expressions;

/// <summary>Convolutions, window sums and reshapes: values, derivatives of any order, canonical form.</summary>
public class ConvolutionTests
{
    public static TheoryData<int, int, int, int, int> Geometries() => new()
    {
        { 5, 4, 3, 2, 1 },
        { 4, 6, 2, 1, 0 },
        { 3, 5, 3, 1, 2 },
        { 5, 5, 1, 2, 0 },
    };

    /// <summary>The kernel (1, 2; 3, 4) on the image (1 .. 6), worked out by hand.</summary>
    [Fact]
    public void Convolution_of_a_small_image_is_what_the_definition_says()
    {
        var images = new Images(2, 3, 2, 1, 0, 1, 1, 1);
        var values = images.Evaluator(new()
        {
            [images.Image] = [1, 2, 3, 4, 5, 6],
            [images.Kernel] = [1, 2, 3, 4],
        });

        Assert.Equal([1 + 4 + 12 + 20, 2 + 6 + 15 + 24], values.Evaluate(images.Convolved));
    }

    [Theory]
    [MemberData(nameof(Geometries))]
    public void Derivatives_of_first_and_second_order_agree_with_differences(
        int height, int width, int kernel, int stride, int padding)
    {
        var images = new Images(height, width, kernel, stride, padding, 2, 3, 2);
        var values = images.RandomValues(7);
        var energy = images.Energy;
        foreach (var variable in new[] { images.Image, images.Kernel })
        {
            var gradient = Gradient.Of(energy, variable);
            AssertSlope(images, values, energy, variable, gradient, 1e-7);
            var direction = Variable.Of("direction", variable.Shape);
            values[direction] = new RandomStream(3).Array(values[variable].Length);
            var moved = Algebra.Inner(gradient, direction);
            foreach (var other in new[] { images.Image, images.Kernel })
            {
                AssertSlope(images, values, moved, other, Gradient.Of(moved, other), 1e-6);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Geometries))]
    public void Pushed_tangents_and_pulled_cotangents_agree(int height, int width, int kernel, int stride, int padding)
    {
        var images = new Images(height, width, kernel, stride, padding, 2, 3, 2);
        var values = images.RandomValues(11);
        var output = images.Energy;
        Variable[] variables = [images.Image, images.Kernel];
        var tangents = variables.Select(static v => Variable.Of($"t_{v.Name}", v.Shape)).ToArray();
        foreach (var tangent in tangents)
        {
            values[tangent] = new RandomStream(5).Array(images.Count(tangent.Shape));
        }

        var pushed = new JacobianVectorProduct(
            variables.Zip(tangents, static (v, t) => new KeyValuePair<Expr, Expr>(v, t))).Of(output);
        var pulled = Gradient.Of(output, variables).Zip(tangents, Algebra.Inner);

        var evaluator = images.Evaluator(values);
        Assert.Equal(pulled.Sum(evaluator.Scalar), evaluator.Scalar(pushed), 1e-10);
    }

    [Fact]
    public void Adjoints_are_of_the_same_form_and_close_under_differentiation()
    {
        var images = new Images(5, 4, 3, 2, 1, 2, 3, 2);
        var cotangent = Variable.Of("Z", images.Convolved.Shape);
        var toImage = Gradient.VectorJacobianProduct(images.Convolved, cotangent, [images.Image])[0];
        var toKernel = Gradient.VectorJacobianProduct(images.Convolved, cotangent, [images.Kernel])[0];

        Assert.Equal(ConvolutionRole.Input, Assert.IsType<Convolution>(toImage).Role);
        Assert.Equal(ConvolutionRole.Kernel, Assert.IsType<Convolution>(toKernel).Role);
        Assert.Equal(images.Image.Shape, toImage.Shape);
        Assert.Equal(images.Kernel.Shape, toKernel.Shape);
        var back = Gradient.VectorJacobianProduct(toImage, images.Image, [cotangent])[0];
        Assert.Same(images.Convolved, back);
    }

    [Fact]
    public void Scalars_are_put_in_front_and_equal_structure_is_one_object()
    {
        var images = new Images(4, 4, 3, 1, 0, 2, 1, 1);
        var s = Variable.Of("s");
        var scaled = Convolution.Of(images.Form, 2 * (s * images.Image), s * images.Kernel);

        Assert.Same(2 * (Power.Of(s, 2) * images.Convolved), scaled);
        Assert.True(Constant.IsZero(Convolution.Of(images.Form, Constant.Of(0, images.Image.Shape), images.Kernel)));
        Assert.Same(images.Pooled, WindowSum.Of(images.Form.Windows, images.Image));
        Assert.Same(3 * images.Pooled, WindowSum.Of(images.Form.Windows, 3 * images.Image));
        var flat = Shape.Of(Images.Samples, new Dimension("f"));
        Assert.Same(s * Reshape.Of(images.Image, flat), Reshape.Of(s * images.Image, flat));
        Assert.Same(images.Image, Reshape.Of(Reshape.Of(images.Image, flat), images.Image.Shape));
    }

    [Fact]
    public void Degrees_of_homogeneity_add_up()
    {
        var images = new Images(4, 4, 3, 1, 0, 2, 1, 1);
        var shape = Shape.Of(Images.Samples, new Dimension("f"));

        Assert.True(Homogeneity.Degree(images.Convolved, images.Kernel) is { IsOne: true });
        Assert.Equal((Rational)2, Homogeneity.Degree(images.Convolved, images.Kernel, images.Image));
        Assert.True(Homogeneity.Degree(Reshape.Of(images.Pooled, shape), images.Image) is { IsOne: true });
        Assert.Null(Homogeneity.Degree(
            Elementwise.Of(Primitive.Tanh, images.Convolved), images.Kernel));
    }

    [Fact]
    public void Every_node_prints_and_verifies()
    {
        var images = new Images(5, 4, 3, 2, 1, 2, 3, 2);
        var gradients = Gradient.Of(images.Energy, [images.Image, images.Kernel]);

        Assert.Empty(ExpressionVerifier.Verify([images.Energy, .. gradients], true));
        Assert.Equal("conv(X_n, K)", TextPrinter.Print(images.Convolved));
        Assert.Equal(@"\operatorname{conv}(X_n, K)", LatexPrinter.Print(images.Convolved));
        Assert.Equal("pool(X_n)", TextPrinter.Print(images.Pooled));
        var z = Variable.Of("Z", images.Convolved.Shape);
        Assert.Equal("deconv(K, Z_n)", TextPrinter.Print(
            Convolution.Of(images.Form, ConvolutionRole.Input, [images.Kernel, z])));
        Assert.Equal("corr(X_n, Z_n)", TextPrinter.Print(
            Convolution.Of(images.Form, ConvolutionRole.Kernel, [images.Image, z])));
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_refused_with_both()
    {
        var images = new Images(4, 4, 3, 1, 0, 2, 1, 1);
        var other = Variable.Of("K", Shape.Of(new("o"), images.Form.Rows, images.Form.Columns, new("other")));

        var failure = Assert.Throws<ShapeException>(() => Convolution.Of(images.Form, images.Image, other));

        Assert.Contains("other", failure.Message, StringComparison.Ordinal);
        Assert.Contains("samples x p x channels", failure.Message, StringComparison.Ordinal);
        Assert.Throws<ShapeException>(() => WindowSum.Of(images.Form.Windows, images.Convolved));
    }

    private static void AssertSlope(
        Images images, Dictionary<Expr, double[]> values, Expr energy, Variable variable, Expr gradient, double bound)
    {
        const double Step = 1e-4;
        var found = images.Evaluator(values).Evaluate(gradient);
        var expected = new double[found.Length];
        var entries = values[variable];
        for (var i = 0; i < expected.Length; i++)
        {
            var here = entries[i];
            entries[i] = here + Step;
            var above = images.Evaluator(values).Scalar(energy);
            entries[i] = here - Step;
            expected[i] = (above - images.Evaluator(values).Scalar(energy)) / (2 * Step);
            entries[i] = here;
        }

        Close.Equal(expected, found, bound);
    }
}
