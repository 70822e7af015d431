using Flow.Symbolic.Functions;
using Flow.TestKit;

namespace Flow.Symbolic.Tests.Functions;

public class ScalarFunctionCatalogTests
{
    private static readonly double[] Points = [-3.1, -1.2, -0.4, -0.05, 0.03, 0.6, 1.7, 4.2];

    public static TheoryData<string> Names => [.. ScalarFunctionCatalog.All.Select(static entry => entry.Name)];

    /// <summary>Every entry at its default, and again at another value of its parameter, and expressions.</summary>
    public static TheoryData<string> Texts =>
    [
        .. ScalarFunctionCatalog.All.Select(static entry => entry.Name),
        "leaky-relu(0.2)", "swish(5)", "softplus(3)", "max(z,0)^2", "z*tanh(z)", "sin(2*z)", "abs(z)*z", "exp(-z^2)",
        "max(z, 0.5*z) - min(z, -1)",
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public void Entries_state_what_they_are(string name)
    {
        var entry = Assert.Single(ScalarFunctionCatalog.All, entry => entry.Name == name);
        Assert.EndsWith(".", entry.Purpose, StringComparison.Ordinal);
        var function = entry.Create();
        Assert.StartsWith(name, function.Name, StringComparison.Ordinal);
        Assert.Same(function.Body, ScalarFunctionCatalog.Parse(name).Body);
        Assert.Same(function.Body, ScalarFunctionCatalog.Parse(function.Name).Body);
        Assert.True(entry.Parameter is null || entry.Parameter.IsAllowed(entry.Parameter.Default));
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void Derivatives_up_to_order_three_agree_with_differences(string text)
    {
        var function = ScalarFunctionCatalog.Parse(text);
        for (var order = 1; order <= 3; order++)
        {
            foreach (var z in Points)
            {
                const double h = 1e-5;
                var difference = (At(function, order - 1, z + h) - At(function, order - 1, z - h)) / (2 * h);
                Close.Equal([difference], [At(function, order, z)], 1e-7);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void Degree_of_homogeneity_is_claimed_exactly_where_sampling_agrees(string text)
    {
        var function = ScalarFunctionCatalog.Parse(text);
        double? sampled = Points.Select(z => Math.Log(At(function, 0, 2 * z) / At(function, 0, z), 2)).Distinct()
            .Where(double.IsFinite).ToList() is var degrees && degrees.Count > 0 && degrees.Max() - degrees.Min() < 1e-9
            ? degrees[0]
            : null;
        Assert.Equal(sampled is null, function.Degree is null);
        Close.Equal([sampled ?? 0], [function.Degree?.ToDouble() ?? 0], 1e-9);
    }

    [Theory]
    [InlineData("relu", "z", true)]
    [InlineData("leaky-relu(0.2)", "z", true)]
    [InlineData("swish(5)", "", false)]
    [InlineData("softplus(3)", "", false)]
    [InlineData("tanh", "", false)]
    [InlineData("linear", "", false)]
    [InlineData("max(z,0)^2", "z", false)]
    [InlineData("abs(z - 1) + z", "z − 1", true)]
    [InlineData("max(2*z, 1) + max(z, 0)", "2z − 1; z", true)]
    public void Kinks_are_where_the_expression_switches(string text, string kinks, bool isPiecewiseLinear)
    {
        var function = ScalarFunctionCatalog.Parse(text);
        var found = function.Kinks.Select(static kink => kink.ToString()).Order(StringComparer.Ordinal);
        Assert.Equal(kinks, string.Join("; ", found));
        Assert.Equal(isPiecewiseLinear, function.IsPiecewiseLinear);
    }

    [Theory]
    [InlineData("relu", 0)]
    [InlineData("leaky-relu(0.1)", 0.1)]
    [InlineData("abs(z)", 0)]
    [InlineData("max(0, z)", 0)]
    public void Derivatives_at_a_kink_follow_PyTorch(string text, double derivative) =>
        Assert.Equal(derivative, At(ScalarFunctionCatalog.Parse(text), 1, 0));

    [Theory]
    [InlineData("swish(50)", 700)]
    [InlineData("swish(50)", -700)]
    [InlineData("softplus(10)", 1e4)]
    [InlineData("softplus(10)", -1e4)]
    [InlineData("log(1+exp(z))", 1e4)]
    [InlineData("z/(1+exp(-z))", -1e4)]
    [InlineData("tanh", 1e4)]
    public void Values_and_derivatives_stay_finite_far_out(string text, double z)
    {
        var function = ScalarFunctionCatalog.Parse(text);
        for (var order = 0; order <= 3; order++)
        {
            Assert.True(double.IsFinite(At(function, order, z)), $"order {order}: {At(function, order, z)}");
        }
    }

    [Fact]
    public void Bodies_and_derivatives_carry_no_ones_and_zeros_along()
    {
        Assert.Equal("sigmoid(10z)", ScalarFunctionCatalog.Parse("softplus(10)").Derivative([1]).ToString());
        Assert.Equal("1[z > 0]", ScalarFunctionCatalog.Parse("relu").Derivative([1]).ToString());
        Assert.Equal("1 − tanh(z)²", ScalarFunctionCatalog.Parse("tanh").Derivative([1]).ToString());
        Assert.Equal("−2 tanh(z) (1 − tanh(z)²)", ScalarFunctionCatalog.Parse("tanh").Derivative([2]).ToString());
        Assert.Equal("1", ScalarFunctionCatalog.Parse("linear").Derivative([1]).ToString());
        Assert.Equal("0", ScalarFunctionCatalog.Parse("relu").Derivative([2]).ToString());
    }

    [Theory]
    [InlineData("swish(50)", "swish(50)")]
    [InlineData(" leaky-relu ( 0.10 ) ", "leaky-relu(0.1)")]
    [InlineData("leaky-relu", "leaky-relu(0.01)")]
    [InlineData("softplus(1/2)", "softplus(0.5)")]
    [InlineData("relu", "relu")]
    [InlineData(" z*sigmoid(50*z) ", "z*sigmoid(50*z)")]
    [InlineData("tanh(z)", "tanh(z)")]
    public void Names_are_written_in_one_way(string text, string name) =>
        Assert.Equal(name, ScalarFunctionCatalog.Parse(text).Name);

    public static TheoryData<string, int, string> Mistakes => new()
    {
        { "", 1, "the expression is empty" },
        { "rellu", 1, "unknown activation 'rellu'" },
        { "  leaky-rellu(0.1)", 3, "unknown activation 'leaky-rellu'" },
        { "swish(-1)", 7, "swish(-1) is outside the range of its parameter" },
        { "swish(0)", 7, "swish(0) is outside the range of its parameter" },
        { "leaky-relu(1.5)", 12, "leaky-relu(1.5) is outside the range of its parameter" },
        { "softplus( 1/0 )", 12, "division by zero" },
        { "relu(1)", 6, "relu takes no parameter" },
        { "tanh(2)", 6, "tanh takes no parameter" },
        { "3", 1, "the activation '3' does not depend on z" },
        { "z - z", 1, "the activation 'z - z' does not depend on z" },
        { "x*2", 1, "unknown name 'x'" },
        { "z-y", 3, "unknown name 'y'" },
        { "swish(", 1, "unknown name 'swish'" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Mistakes_are_named_with_their_column(string text, int column, string problem)
    {
        var failure = Assert.Throws<ExpressionParseException>(() => ScalarFunctionCatalog.Parse(text));
        Assert.Equal((column, problem), (failure.Column, failure.Problem));
        Assert.NotEmpty(failure.Remedy);
    }

    [Theory]
    [InlineData("rellu", "did you mean relu? ")]
    [InlineData("Swish", "did you mean swish? ")]
    [InlineData("leakyrelu", "did you mean leaky-relu? ")]
    [InlineData("qqq", "known are")]
    public void Unknown_names_suggest_the_nearest(string text, string hint)
    {
        var failure = Assert.Throws<ExpressionParseException>(() => ScalarFunctionCatalog.Parse(text));
        Assert.StartsWith(hint, failure.Remedy, StringComparison.Ordinal);
    }

    private static double At(ScalarFunction function, int order, double z) =>
        new ReferenceEvaluator(RandomGraphs.Sizes, [new(function.Parameters[0], [z])])
            .Scalar(function.Derivative([order]));
}
