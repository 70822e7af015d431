using System.Globalization;
using System.Text.RegularExpressions;
using Flow.Symbolic.Functions;

namespace Flow.Experiments.Running;

/// <summary>Looks at activations written as a name with a value, such as swish(50).</summary>
internal static partial class ActivationText
{
    /// <summary>What is wrong with the value of a named activation, or null where it is no such text.</summary>
    /// <param name="text">The text.</param>
    public static string? Error(string text)
    {
        var call = Call().Match(text);
        var entry = ScalarFunctionCatalog.All.FirstOrDefault(function => function.Name == call.Groups["name"].Value);
        if (!call.Success || entry?.Parameter is not { } parameter)
        {
            return null;
        }

        var value = call.Groups["value"];
        var example = $"write {entry.Name}({parameter.Default.ToDecimal()}), {parameter.Name} is {parameter.Range}";
        var column = string.Create(CultureInfo.InvariantCulture, $"column {value.Index + 1}: ");
        if (string.IsNullOrWhiteSpace(value.Value) || value.Value.Contains(','))
        {
            return $"{column}{entry.Name} takes one value; {example}";
        }

        if (value.Value.Contains('z') && !IsActivation(text))
        {
            return $"{column}{entry.Name} takes a number, not an expression; {example}";
        }

        if (value.Value.Trim().ToUpperInvariant().TrimStart('-', '+', '.') is "NAN" or "INF" or "INFINITY")
        {
            return $"{column}{entry.Name} takes a finite value; {example}";
        }

        var isNumber = double.TryParse(
            value.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number);
        return isNumber && !double.IsFinite(number)
            ? $"{column}{value.Value.Trim()} is too large for double precision; {example}"
            : null;
    }

    private static bool IsActivation(string text)
    {
        try
        {
            return ScalarFunctionCatalog.Parse(text).Body is not null;
        }
        catch (ExpressionParseException)
        {
            return false;
        }
    }

    [GeneratedRegex(
        @"^\s*(?<name>[A-Za-z][A-Za-z0-9-]*)\s*\((?<value>[^()]*)\)\s*$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Call();
}
