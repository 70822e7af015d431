using Flow.Networks.Layers;
using Flow.Networks.Losses;
using Flow.Networks.Model;
using Flow.Networks.Parametrizations;
using Flow.Symbolic.Functions;

namespace Flow.Networks.Tests.Model;

public class NetworkModelTests
{
    /// <summary>Degree of f in W_k is the product of the degrees of the activations above layer k.</summary>
    [Theory]
    [InlineData("relu", "relu", false, "1, 1, 1")]
    [InlineData("max(z,0)^2", "relu", false, "2, 1, 1")]
    [InlineData("relu", "max(z,0)^2", false, "2, 2, 1")]
    [InlineData("max(z,0)^2", "max(z,0)^3", false, "6, 3, 1")]
    [InlineData("tanh", "relu", false, ", 1, 1")]
    [InlineData("relu", "tanh", false, ", , 1")]
    [InlineData("relu", "relu", true, ", , , , , ")]
    [InlineData("abs(z)", "leaky-relu(0.2)", false, "1, 1, 1")]
    [InlineData("max(z,0)^(1/2)", "linear", false, "1/2, 1, 1")]
    public void Degrees_follow_from_the_activations_above(string first, string second, bool hasBias, string expected)
    {
        var model = NetworkModel.Build(
            3,
            [Dense(4), Activation(first), Dense(5), Activation(second)],
            1,
            hasBias,
            LossCatalog.Parse("square"));

        Assert.Equal(expected, string.Join(", ", model.Degrees.Select(static d => d?.ToString() ?? string.Empty)));
        Assert.Equal(expected == "1, 1, 1", model.IsHomogeneous);

        Layer Dense(int units) => new Dense(units, hasBias);
        Layer Activation(string text) => new Activation(ScalarFunctionCatalog.Parse(text));
    }

    [Theory]
    [InlineData("relu", true, true)]
    [InlineData("leaky-relu(0.1)", true, true)]
    [InlineData("max(z,0)^2", true, false)]
    [InlineData("tanh", false, false)]
    [InlineData("linear", false, false)]
    public void Kinks_are_known_from_the_activation(string activation, bool hasKinks, bool isPiecewiseLinear)
    {
        var model = Derivation.Networks.Build([4], activation);

        Assert.Equal(hasKinks, model.HasKinks);
        Assert.Equal(isPiecewiseLinear, model.IsPiecewiseLinear);
    }

    [Fact]
    public void Parameters_are_listed_layer_by_layer_with_their_shapes()
    {
        var model = Derivation.Networks.Build([4, 3], "relu", inputs: 7, outputs: 2, hasBias: true);

        Assert.Equal(
            ["W_1 [d_1 x d_0]", "b_1 [d_1]", "W_2 [d_2 x d_1]", "b_2 [d_2]", "W_3 [d_3 x d_2]", "b_3 [d_3]"],
            model.Parameters.Select(static p => $"{p.Variable.Name} {p.Variable.Shape}"));
        Assert.Equal([7, 4, 3, 2], Enumerable.Range(0, 4).Select(k => model.Sizes[new($"d_{k}")]));
        Assert.Equal(3, model.Depth);
        Assert.Equal("[N x d_3]", model.Output.Shape.ToString());
    }

    [Fact]
    public void Catalogs_make_what_they_name()
    {
        Assert.All(LossCatalog.All, static entry => Assert.Equal(entry.Name, entry.Make().Name));
        Assert.All(ParametrizationCatalog.All, static entry => Assert.Equal(entry.Name, entry.Make().Name));
        Assert.All(LayerCatalog.All, static entry => Assert.NotEmpty(entry.Purpose));
    }

    [Theory]
    [InlineData("square", true)]
    [InlineData("(u-y)^2", true)]
    [InlineData("3*u^2 - u*y", true)]
    [InlineData("exponential", false)]
    [InlineData("logistic", false)]
    [InlineData("cross-entropy", false)]
    [InlineData("(1-u*y)^4", false)]
    [InlineData("max(1-u*y, 0)^2", false)]
    [InlineData("abs(u-y)", false)]
    public void Quadratic_losses_are_recognised(string text, bool isQuadratic) =>
        Assert.Equal(isQuadratic, LossCatalog.Parse(text).IsQuadratic);

    [Fact]
    public void Loss_that_is_no_expression_is_refused()
    {
        Assert.Throws<ExpressionParseException>(static () => LossCatalog.Parse("sqare"));
        Assert.Throws<ExpressionParseException>(static () => LossCatalog.Parse("(u-y"));
        Assert.Throws<ArgumentOutOfRangeException>(static () => Derivation.Networks.Build([0], "relu"));
    }

    [Fact]
    public void Penalties_are_those_of_the_table()
    {
        var model = Derivation.Networks.Build([4, 3], "relu");
        string Text(Parametrization p, DecayTarget target) => p.Penalty(target, model, p.State(model)).ToString();

        Assert.Equal("ρ²", Text(new Lagrange(), DecayTarget.Rho));
        Assert.Equal("3ρ^(2/3)", Text(new Lagrange(), DecayTarget.Layers));
        Assert.Equal("‖W₁‖² + ‖W₂‖² + ‖W₃‖²", Text(new Unconstrained(), DecayTarget.Layers));
        Assert.Equal("‖W₁‖² ‖W₂‖² ‖W₃‖²", Text(new Unconstrained(), DecayTarget.Rho));
        Assert.Equal(DecayTarget.Rho, new Lagrange().NaturalDecay);
        Assert.Equal(DecayTarget.Layers, new Unconstrained().NaturalDecay);
    }
}
