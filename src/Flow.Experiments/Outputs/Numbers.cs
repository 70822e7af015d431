using System.Globalization;

namespace Flow.Experiments.Outputs;

/// <summary>Numbers as they are shown to people.</summary>
public static class Numbers
{
    /// <summary>Six significant digits.</summary>
    /// <param name="value">The number.</param>
    public static string Short(double value) => Compact(value.ToString("G6", CultureInfo.InvariantCulture));

    /// <summary>Three significant digits.</summary>
    /// <param name="value">The number.</param>
    public static string Rough(double value) => Compact(value.ToString("G3", CultureInfo.InvariantCulture));

    /// <summary>All digits.</summary>
    /// <param name="value">The number.</param>
    public static string Full(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>An integer with separators.</summary>
    /// <param name="value">The number.</param>
    public static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A time as seconds, minutes or hours.</summary>
    /// <param name="time">The time.</param>
    public static string Duration(TimeSpan time) => time switch
    {
        { TotalSeconds: < 10 } => $"{time.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)} s",
        { TotalMinutes: < 2 } => $"{Count((long)time.TotalSeconds)} s",
        { TotalHours: < 2 } => $"{Count((long)time.TotalMinutes)} min",
        _ => $"{time.TotalHours.ToString("0.0", CultureInfo.InvariantCulture)} h",
    };

    /// <summary>1e-7 in place of 1E-07.</summary>
    private static string Compact(string number)
    {
        var position = number.IndexOf('E', StringComparison.Ordinal);
        return position < 0
            ? number
            : $"{number[..position]}e{int.Parse(number[(position + 1)..], CultureInfo.InvariantCulture)}";
    }
}
