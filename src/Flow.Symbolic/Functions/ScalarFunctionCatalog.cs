using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Flow.Symbolic.Expressions;

namespace Flow.Symbolic.Functions;

/// <summary>The activations by name.</summary>
public static partial class ScalarFunctionCatalog
{
    /// <summary>Every activation; an expression in z is accepted besides.</summary>
    public static ImmutableArray<CataloguedFunction> All { get; } =
    [
        Relu.Entry,
        LeakyRelu.Entry,
        Swish.Entry,
        Softplus.Entry,
        HyperbolicTangent.Entry,
        Linear.Entry,
    ];

    /// <summary>
    /// Reads an activation: a name (relu), a name with the value of its parameter (swish(50)), or an expression in z
    /// (z*sigmoid(50*z)).
    /// </summary>
    /// <param name="text">The text.</param>
    /// <exception cref="ExpressionParseException">The text is neither.</exception>
    public static ScalarFunction Parse(string text)
    {
        var name = NameAndValue().Match(text);
        if (!name.Success)
        {
            return FromExpression(text);
        }

        var group = name.Groups["name"];
        var entry = All.FirstOrDefault(function => function.Name == group.Value);
        if (entry is not null)
        {
            return FromEntry(entry, name);
        }

        return IsExpression(group.Value)
            ? FromExpression(text)
            : throw Unknown(group.Value, group.Index + 1);
    }

    /// <summary>A name that is not in the catalog, but has a meaning inside an expression.</summary>
    private static bool IsExpression(string name) =>
        name.Split('-').Any(static part => part == CataloguedFunction.Z.Name || ElementaryFunctions.Contains(part));

    private static ScalarFunction FromEntry(CataloguedFunction entry, Match match)
    {
        var value = match.Groups["value"];
        try
        {
            return entry.Create(value.Success ? ReadValue(value) : null);
        }
        catch (ArgumentException misuse)
        {
            var remedy = entry.Parameter is { } parameter
                ? $"it needs {parameter.Range}, as in {entry.Name}({parameter.Default.ToDecimal()})"
                : $"write {entry.Name}, or an expression in z such as {entry.Name}(2*z)";
            var problem = entry.Parameter is null
                ? $"{entry.Name} takes no parameter"
                : misuse.Message.Split(" (Parameter", 2)[0].Split(';', 2)[0];
            throw new ExpressionParseException(value.Index + 1, problem, remedy);
        }
    }

    private static Rational ReadValue(Group value)
    {
        try
        {
            return ((Constant)ExpressionParser.Parse(value.Value)).Value;
        }
        catch (ExpressionParseException inner)
        {
            throw new ExpressionParseException(value.Index + inner.Column, inner.Problem, inner.Remedy);
        }
    }

    private static ScalarFunction FromExpression(string text)
    {
        var body = ExpressionParser.Parse(text, CataloguedFunction.Z.Name);
        return TopologicalOrder.Of(body).Contains(CataloguedFunction.Z)
            ? new ScalarFunction(text.Trim(), "sigma", [CataloguedFunction.Z], body)
            : throw new ExpressionParseException(
                1,
                $"the activation '{text.Trim()}' does not depend on z",
                "write an expression in z such as max(z, 0)");
    }

    private static ExpressionParseException Unknown(string name, int column)
    {
        var nearest = Spelling.Nearest(name, All.Select(static entry => entry.Name));
        var hint = nearest is null ? string.Empty : $"did you mean {nearest}? ";
        return new(
            column,
            $"unknown activation '{name}'",
            $"{hint}known are {string.Join(", ", All.Select(static entry => entry.Name))} and expressions in z");
    }

    [GeneratedRegex(
        @"^\s*(?<name>[A-Za-z][A-Za-z0-9]*(-[A-Za-z][A-Za-z0-9]*)*)\s*(\(\s*(?<value>[-+0-9.eE/]+)\s*\))?\s*$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex NameAndValue();
}
