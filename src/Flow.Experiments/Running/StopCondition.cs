using Flow.Experiments.Observables;
using Flow.Symbolic.Expressions;
using Flow.Symbolic.Functions;

namespace Flow.Experiments.Running;

/// <summary>A comparison of two expressions in observables, such as "margin_min &gt; 0.1".</summary>
public sealed class StopCondition
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
        var left = ObservableExpression(text[..position]);
        var right = ObservableExpression(text[(position + comparison.Length)..]);
        return new(left - right, comparison);
    }

    /// <summary>Whether the comparison holds; false where a value is NaN.</summary>
    /// <param name="value">Gives the value of an observable.</param>
    public bool Holds(Func<string, double> value)
    {
        var interpreter = new Backends.Reference.Interpreter(static _ => 1);
        foreach (var variable in TopologicalOrder.Of(_difference).OfType<Variable>())
        {
            interpreter.Bind(variable, [value(variable.Name)]);
        }

        var difference = interpreter.Evaluate(_difference).Values[0];
        return _comparison switch
        {
            "<=" => difference <= 0,
            ">=" => difference >= 0,
            "<" => difference < 0,
            _ => difference > 0,
        };
    }

    private static Expr ObservableExpression(string text) =>
        ExpressionParser.Parse(text, ObservableCatalog.ScalarNames);
}
