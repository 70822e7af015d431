using System.Globalization;
using System.Text.RegularExpressions;

namespace Flow.Experiments.Configuration.Reading;

/// <summary>Plain YAML scalars to numbers and flags, by the core schema of YAML 1.2.</summary>
internal static partial class Scalars
{
    public static double? Number(ScalarNode scalar)
    {
        if (!scalar.Plain)
        {
            return null;
        }

        return scalar.Text.ToLowerInvariant() switch
        {
            ".inf" or "+.inf" => double.PositiveInfinity,
            "-.inf" => double.NegativeInfinity,
            ".nan" => double.NaN,
            _ => NumberPattern().IsMatch(scalar.Text)
                ? double.Parse(scalar.Text, NumberStyles.Float, CultureInfo.InvariantCulture)
                : null,
        };
    }

    /// <summary>A whole number, also one written 1e6, up to where doubles hold every whole number.</summary>
    public static long? Integer(ScalarNode scalar)
    {
        const double Largest = 1L << 53;
        if (scalar.Plain && long.TryParse(
            scalar.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value))
        {
            return value;
        }

        return scalar.Text.Contains('e', StringComparison.OrdinalIgnoreCase) && Number(scalar) is { } number
            && Math.Abs(number) <= Largest && number == Math.Floor(number) ? (long)number : null;
    }

    public static bool? Flag(ScalarNode scalar) => !scalar.Plain ? null : scalar.Text switch
    {
        "true" or "True" or "TRUE" => true,
        "false" or "False" or "FALSE" => false,
        _ => null,
    };

    [GeneratedRegex(@"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$", RegexOptions.CultureInvariant)]
    private static partial Regex NumberPattern();
}
