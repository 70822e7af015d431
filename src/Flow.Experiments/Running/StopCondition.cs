using System.Text.RegularExpressions;
using Flow.Experiments.Observables;
using Flow.Symbolic.Expressions;
using Flow.Symbolic.Functions;

namespace Flow.Experiments.Running;

/// <summary>A comparison of two expressions in observables, such as "margin_min &gt; 0.1".</summary>
public sealed partial class StopCondition
{
    private static readonly string[] Comparisons = ["<=", ">=", "<", ">"];

    private readonly Expr _difference;
    private readonly string _comparison;

    private StopCondition(Expr difference, string comparison) => (_difference, _comparison) = (difference, comparison);

    /// <summary>The observables it reads.</summary>
    public IEnumerable<string> Observables =>
        TopologicalOrder.Of(_difference).OfType<Variable>().Select(static variable => variable.Name);

    /// <summary>Reads a comparison.</summary>
    /// <param name="text">Two expressions with one of &lt;, &lt;=, &gt;, &gt;= between them.</param>
    /// <exception cref="ExpressionParseException">The text is not a comparison of observables.</exception>
    public static StopCondition Parse(string text)
    {
        var comparison = Comparisons.FirstOrDefault(candidate => text.Contains(candidate, StringComparison.Ordinal))
            ?? throw new ExpressionParseException(
                1, $"'{text}' is not a comparison", "write for example margin_min > 0.1");
        var position = text.IndexOf(comparison, StringComparison.Ordinal);
        var left = ObservableExpression(text[..position], 0);
        position += comparison.Length;
        var right = ObservableExpression(text[position..], position);
        return new(left - right, comparison);
    }

    /// <summary>Whether it is a comparison of continuous quantities, so that the time can be found at which it begins
    /// to hold.</summary>
    public bool IsContinuous => Observables.All(static name =>
        ObservableCatalog.All.All(observable => observable.Name != name || observable.IsContinuous));

    /// <summary>Whether it begins to hold where the difference of its sides rises.</summary>
    public bool IsRising => _comparison is ">" or ">=";

    /// <summary>Whether the comparison holds for a difference of its sides; false where it is NaN.</summary>
    /// <param name="difference">Left side minus right side.</param>
    public bool Holds(double difference) => _comparison switch
    {
        "<=" => difference <= 0,
        ">=" => difference >= 0,
        "<" => difference < 0,
        _ => difference > 0,
    };

    /// <summary>Left side minus right side.</summary>
    /// <param name="value">Gives the value of an observable.</param>
    public double Difference(Func<string, double> value)
    {
        var interpreter = new Backends.Reference.Interpreter(static _ => 1);
        foreach (var variable in TopologicalOrder.Of(_difference).OfType<Variable>())
        {
            interpreter.Bind(variable, [value(variable.Name)]);
        }

        return interpreter.Evaluate(_difference).Values[0];
    }

    private static Expr ObservableExpression(string text, int offset)
    {
        var second = text.IndexOfAny(['<', '>', '=']);
        if (second >= 0)
        {
            throw new ExpressionParseException(
                offset + second + 1, "a second comparison stands here",
                "write one comparison such as margin_min > 0.1");
        }

        try
        {
            var layers = LayerName().Matches(text).Select(static match => match.Value).Distinct();
            return ExpressionParser.Parse(text, [.. ObservableCatalog.ScalarNames, .. layers]);
        }
        catch (ExpressionParseException inner)
        {
            throw new ExpressionParseException(offset + inner.Column, inner.Problem, Remedy(inner.Remedy));
        }
    }

    /// <summary>The columns of layers belong to the names that the parser lists.</summary>
    private static string Remedy(string remedy)
    {
        var last = ObservableCatalog.ScalarNames[^1];
        var layers = string.Join(", ", ObservableCatalog.All.Select(static o => o.ColumnPattern)
            .Where(static pattern => pattern.Contains("..", StringComparison.Ordinal)));
        return remedy.Replace($"{last} and", $"{last}, {layers} and", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"\b(norm|nu)_[1-9][0-9]*\b", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex LayerName();
}
