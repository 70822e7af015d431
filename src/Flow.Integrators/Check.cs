using System.Globalization;

namespace Flow.Integrators;

/// <summary>Argument checks whose messages name the quantity as in the experiment file, its range and the
/// remedy.</summary>
internal static class Check
{
    public static void Finite(double value, string name, string remedy) =>
        Require(double.IsFinite(value), value, name, "finite", remedy);

    public static void Positive(double value, string name, string remedy) =>
        Require(value > 0 && !double.IsNaN(value), value, name, "in (0, infinity]", remedy);

    public static void InRange(double value, double lowest, double highest, string name, string remedy) =>
        Require(value >= lowest && value <= highest, value, name, Text($"in [{lowest:R}, {highest:R}]"), remedy);

    public static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static void Require(bool holds, double value, string name, string range, string remedy)
    {
        if (!holds)
        {
            throw new ArgumentOutOfRangeException(name, Text($"{name} = {value:R} must be {range}; {remedy}"));
        }
    }
}
