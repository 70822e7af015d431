using System.Collections.Immutable;
using Flow.Symbolic.Expressions;
using Flow.Symbolic.Functions;
using Flow.TestKit;

namespace Flow.Symbolic.Tests.Functions;

public class ScalarFunctionTests
{
    private static readonly Variable U = Variable.Of("u");
    private static readonly Variable Y = Variable.Of("y");

    [Theory]
    [InlineData("(u-y)^2", "2(u − y)", "2")]
    [InlineData("exp(-u*y)", "−y exp(−u y)", "y² exp(−u y)")]
    [InlineData("softplus(-u*y)", "−y sigmoid(−u y)", "y² sigmoid(−u y) (1 − sigmoid(−u y))")]
    [InlineData("max(0, 1 - u*y)", "−y 1[1 − u y > 0]", "0")]
    public void Losses_have_short_derivatives_in_the_output(string text, string first, string second)
    {
        var loss = Loss(text);
        Assert.Equal(first, loss.Derivative([1, 0]).ToString());
        Assert.Equal(second, loss.Derivative([2, 0]).ToString());
    }

    [Theory]
    [InlineData("(u-y)^2")]
    [InlineData("exp(-u*y)")]
    [InlineData("softplus(-u*y)")]
    [InlineData("abs(u-y)^1.5 + sin(u*y^2)")]
    public void Mixed_derivatives_do_not_depend_on_the_order_and_agree_with_differences(string text)
    {
        var loss = Loss(text);
        const double h = 1e-5;
        var (u, y) = (0.7, -1.3);
        double Slope(ImmutableArray<int> orders, double du, double dy) =>
            (At(loss, orders, u + du, y + dy) - At(loss, orders, u - du, y - dy)) / (2 * h);
        Close.Equal([Slope([1, 0], 0, h)], [At(loss, [1, 1], u, y)], 1e-7);
        Close.Equal([Slope([0, 1], h, 0)], [At(loss, [1, 1], u, y)], 1e-7);
        Close.Equal([Slope([1, 1], 0, h)], [At(loss, [1, 2], u, y)], 1e-7);
    }

    [Fact]
    public void Logistic_loss_stays_finite_far_out()
    {
        var loss = Loss("log(1+exp(-u*y))");
        foreach (var margin in new[] { -1e5, -800, 800, 1e5 })
        {
            Assert.True(double.IsFinite(At(loss, [0, 0], margin, 1)));
            Assert.True(double.IsFinite(At(loss, [1, 0], margin, 1)));
            Assert.True(double.IsFinite(At(loss, [2, 0], margin, 1)));
        }

        Close.Equal([1e5], [At(loss, [0, 0], -1e5, 1)], 1e-15);
    }

    [Fact]
    public void Products_of_parameters_are_not_piecewise_linear()
    {
        Assert.False(Loss("max(u*y, 0)").IsPiecewiseLinear);
        Assert.True(Loss("abs(u - y)").IsPiecewiseLinear);
        Assert.False(Loss("u + y").IsPiecewiseLinear);
    }

    private static ScalarFunction Loss(string text) => new(text, "l", [U, Y], ExpressionParser.Parse(text, "u", "y"));

    private static double At(ScalarFunction loss, ImmutableArray<int> orders, double u, double y) =>
        new ReferenceEvaluator(RandomGraphs.Sizes, [new(U, [u]), new(Y, [y])]).Scalar(loss.Derivative(orders));
}
