using Flow.Symbolic.Expressions;
using Flow.Symbolic.Functions;
using Flow.Symbolic.Shapes;
using Flow.TestKit;

namespace Flow.Symbolic.Tests.Functions;

public class ExpressionParserTests
{
    private static readonly Variable U = Variable.Of("u");
    private static readonly Variable Y = Variable.Of("y");

    [Theory]
    [InlineData("1 + 2*3", 7)]
    [InlineData("(1 + 2)*3", 9)]
    [InlineData("-2^2", -4)]
    [InlineData("(-2)^2", 4)]
    [InlineData("2^3^2", 512)]
    [InlineData("2^-1", 0.5)]
    [InlineData("8/4/2", 1)]
    [InlineData("1 - 2 - 3", -4)]
    [InlineData("2*-3", -6)]
    [InlineData("--2", 2)]
    [InlineData("+2", 2)]
    [InlineData("1.5e1 - .5", 14.5)]
    [InlineData("sqrt(16) + abs(-3)", 7)]
    [InlineData("max(1, 2) - min(1, 2)", 1)]
    [InlineData("exp(0) + log(1) + sin(0) + cos(0) + tanh(0)", 2)]
    [InlineData("2*sigmoid(0)", 1)]
    [InlineData("exp(softplus(0))", 2)]
    [InlineData("8^(1/3)", 2)]
    [InlineData("0^0.5", 0)]
    public void Operators_bind_as_in_mathematics(string text, double value) =>
        Close.Equal([value], [Value(ExpressionParser.Parse(text))], 1e-14);

    [Fact]
    public void Expressions_in_two_variables_are_the_ones_built_by_hand()
    {
        Assert.Same(Power.Of(U - Y, 2), ExpressionParser.Parse("(u - y)^2", "u", "y"));
        Assert.Same(Elementwise.Of(Primitive.Exp, -(U * Y)), ExpressionParser.Parse("exp(-u*y)", "u", "y"));
        Assert.Same(Power.Of(U, new Rational(1, 2)), ExpressionParser.Parse("sqrt(u)", "u", "y"));
        Assert.Same(U * Y / 10, ExpressionParser.Parse("0.1*u*y", "u", "y"));
    }

    [Fact]
    public void Forms_that_overflow_become_forms_that_do_not()
    {
        var margin = U * Y;
        var softplus = Elementwise.Of(Primitive.Softplus, -margin);
        Assert.Same(softplus, ExpressionParser.Parse("log(1 + exp(-u*y))", "u", "y"));
        Assert.Same(softplus, ExpressionParser.Parse("log(exp(-y*u) + 1)", "u", "y"));
        var sigmoid = Elementwise.Of(Primitive.Sigmoid, U);
        Assert.Same(sigmoid, ExpressionParser.Parse("1/(1 + exp(-u))", "u"));
        Assert.Same(sigmoid, ExpressionParser.Parse("exp(u)/(1 + exp(u))", "u"));
        Assert.Same(sigmoid * sigmoid, ExpressionParser.Parse("(1 + exp(-u))^-2", "u"));
    }

    [Fact]
    public void Printed_expressions_can_be_read_again() => RandomProperty.Holds(300, static seed =>
    {
        var random = new RandomStream(seed);
        var text = Text(random, 4);
        var expression = ExpressionParser.Parse(text, "u", "y");
        Assert.Same(expression, ExpressionParser.Parse($" ( {text} )", "u", "y"));
        var values = new Dictionary<Expr, double[]> { [U] = [random.Between(0.5, 2)], [Y] = [random.Between(0.5, 2)] };
        var printed = InfixText.Of(expression);
        var again = ExpressionParser.Parse(printed, "u", "y");
        Close.Equal(
            [new ReferenceEvaluator(RandomGraphs.Sizes, values).Scalar(expression)],
            [new ReferenceEvaluator(RandomGraphs.Sizes, values).Scalar(again)],
            1e-12);
    });

    public static TheoryData<string, int, string> Mistakes => new()
    {
        { "", 1, "the expression is empty" },
        { "   ", 1, "the expression is empty" },
        { "u +", 4, "unexpected the end of the expression" },
        { "u * * y", 3, "'**' is not an operator" },
        { "u**2", 2, "'**' is not an operator" },
        { "* u", 1, "unexpected '*'" },
        { "2u", 2, "unexpected 'u'" },
        { "u y", 3, "unexpected 'y'" },
        { "(u + y", 7, "missing ')' before the end of the expression" },
        { "max(u, y", 9, "missing ')' before the end of the expression" },
        { "(u, y)", 3, "missing ')' before ','" },
        { "u)", 2, "unexpected ')'" },
        { "()", 2, "unexpected ')'" },
        { "v + 1", 1, "unknown name 'v'" },
        { "u + sigmod(y)", 5, "unknown name 'sigmod'" },
        { "exp", 1, "the function exp has no argument" },
        { "exp()", 1, "exp has 0 arguments" },
        { "exp(u, y)", 1, "exp has 2 arguments" },
        { "1 + max(u)", 5, "max has 1 arguments" },
        { "u(2)", 1, "the variable u is not a function" },
        { "u^y", 3, "the exponent is not a constant" },
        { "u/0", 2, "division by zero" },
        { "1/(u - u)", 2, "division by zero" },
        { "0^-1", 2, "division by zero" },
        { "u + log(0)", 5, "log of 0 is not a real number" },
        { "sqrt(0-4)", 1, "sqrt of -4 is not a real number" },
        { "(-2)^0.5", 5, "a negative number to a fractional power" },
        { "u $ y", 3, "the character '$' has no meaning in an expression" },
        { "u²", 2, "the character '²' has no meaning in an expression" },
        { "1e9999", 1, "the number 1e9999 is out of range" },
        { "1e99999999999", 1, "the number 1e99999999999 is out of range" },
        { "u + .", 5, "a point without digits" },
        { "1.2.3", 4, "unexpected '.3'" },
        { "u^1000000", 2, "the power is too large" },
        { "2^100000", 2, "the power is too large" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Mistakes_are_named_with_their_column(string text, int column, string problem)
    {
        var failure = Assert.Throws<ExpressionParseException>(() => ExpressionParser.Parse(text, "u", "y"));
        Assert.Equal((column, problem), (failure.Column, failure.Problem));
        Assert.Equal($"column {column}: {problem}; {failure.Remedy}", failure.Message);
        Assert.NotEmpty(failure.Remedy);
    }

    [Fact]
    public void Unknown_names_suggest_the_nearest_and_list_what_exists()
    {
        var failure = Assert.Throws<ExpressionParseException>(
            static () => ExpressionParser.Parse("sigmod(u)", "u", "y"));
        Assert.Equal(
            "did you mean sigmoid? known are u, y and exp log sin cos tanh sigmoid softplus abs max min sqrt",
            failure.Remedy);
    }

    public static TheoryData<string, string> Attacks => new()
    {
        { "open", "the expression is nested too deeply" },
        { "minus", "the expression is nested too deeply" },
        { "powers", "the expression is nested too deeply" },
        { "calls", "the expression is nested too deeply" },
        { "long", "the expression has 20001 characters" },
        { "towers", "the power is too large" },
        { "roots", "the power is too large" },
    };

    [Theory]
    [MemberData(nameof(Attacks))]
    public void Hostile_text_ends_in_an_error(string which, string problem)
    {
        var text = which switch
        {
            "open" => new string('(', 9_000),
            "minus" => new string('-', 9_000) + "u",
            "powers" => string.Concat(Enumerable.Repeat("u^", 4_000)) + "1",
            "calls" => string.Concat(Enumerable.Repeat("exp(", 2_000)),
            "long" => "u" + string.Concat(Enumerable.Repeat("+u", 10_000)),
            "towers" => "((((((2^1000)^1000)^1000)^1000)^1000)^1000)",
            _ => "((((2^(1/7))^1000)^1000)^7)^1000",
        };
        Assert.Equal(problem, Assert.Throws<ExpressionParseException>(() => ExpressionParser.Parse(text, "u")).Problem);
    }

    [Fact]
    public void Long_sums_and_products_are_read_without_deep_recursion()
    {
        var sum = ExpressionParser.Parse("u" + string.Concat(Enumerable.Repeat("+u", 4_000)), "u");
        Assert.Same(4_001 * (Expr)U, sum);
        var product = ExpressionParser.Parse("u" + string.Concat(Enumerable.Repeat("*u", 900)), "u");
        Assert.Same(Power.Of(U, 901), product);
    }

    private static double Value(Expr expression) =>
        new ReferenceEvaluator(new Dictionary<Dimension, int>(), []).Scalar(expression);

    private static string Text(RandomStream random, int depth) => random.Below(depth == 0 ? 3 : 9) switch
    {
        0 => "u",
        1 => "y",
        2 => $"{1 + random.Below(5)}.{random.Below(100)}",
        3 => $"({Text(random, depth - 1)} + {Text(random, depth - 1)})",
        4 => $"({Text(random, depth - 1)} - {Text(random, depth - 1)})",
        5 => $"{Text(random, depth - 1)}*{Text(random, depth - 1)}",
        6 => $"{Text(random, depth - 1)}/(1 + {Text(random, depth - 1)}^2)",
        7 => $"{random.OneOf("sin", "cos", "tanh", "sigmoid", "softplus", "abs")}({Text(random, depth - 1)})",
        _ => $"{random.OneOf("max", "min")}({Text(random, depth - 1)}, {Text(random, depth - 1)})",
    };
}
