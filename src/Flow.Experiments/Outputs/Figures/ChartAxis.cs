using System.Globalization;

namespace Flow.Experiments.Outputs.Figures;

/// <summary>An axis of a chart.</summary>
/// <param name="Label">What it shows, with its unit where it has one.</param>
/// <param name="IsLogarithmic">Whether equal lengths are equal factors; values up to 0 are then left out.</param>
public sealed record ChartAxis(string Label, bool IsLogarithmic = false)
{
    private const int MostTicks = 6;

    /// <summary>Where a value stands between 0 and 1 on an axis from low to high; NaN where it has no place.</summary>
    /// <param name="value">The value.</param>
    /// <param name="low">The value at 0.</param>
    /// <param name="high">The value at 1.</param>
    public double Place(double value, double low, double high) => IsLogarithmic
        ? value > 0 ? Math.Log(value / low) / Math.Log(high / low) : double.NaN
        : (value - low) / (high - low);

    /// <summary>Whether a value can be shown.</summary>
    /// <param name="value">The value.</param>
    public bool Shows(double value) => double.IsFinite(value) && (!IsLogarithmic || value > 0);

    /// <summary>The ends of the axis for values between two bounds: whole ticks around them.</summary>
    /// <param name="smallest">The smallest value shown.</param>
    /// <param name="largest">The largest value shown.</param>
    public (double Low, double High) Range(double smallest, double largest)
    {
        if (IsLogarithmic)
        {
            var (first, last) = (Math.Floor(Math.Log10(smallest) + 1e-9), Math.Ceiling(Math.Log10(largest) - 1e-9));
            return (Math.Pow(10, first), Math.Pow(10, Math.Max(last, first + 1)));
        }

        var spread = largest > smallest ? largest - smallest : Math.Max(1, Math.Abs(largest));
        var step = Step(spread);
        return (Math.Floor((smallest / step) + 1e-9) * step, Math.Ceiling(((smallest + spread) / step) - 1e-9) * step);
    }

    /// <summary>The values that get a tick, ascending.</summary>
    /// <param name="low">The lower end of the axis.</param>
    /// <param name="high">The upper end.</param>
    public IEnumerable<double> Ticks(double low, double high)
    {
        if (IsLogarithmic)
        {
            var (first, last) = ((int)Math.Round(Math.Log10(low)), (int)Math.Round(Math.Log10(high)));
            var stride = Math.Max(1, (last - first + MostTicks) / (MostTicks + 1));
            return Enumerable.Range(0, ((last - first) / stride) + 1).Select(i => Math.Pow(10, first + (i * stride)));
        }

        var step = Step(high - low);
        return Enumerable.Range(0, (int)Math.Round((high - low) / step) + 1).Select(i => low + (i * step));
    }

    /// <summary>The text of a tick.</summary>
    /// <param name="value">The value.</param>
    public string Text(double value)
    {
        if (IsLogarithmic)
        {
            var power = (int)Math.Round(Math.Log10(value));
            return power is >= -2 and <= 3
                ? Math.Pow(10, power).ToString("0.##", CultureInfo.InvariantCulture)
                : string.Create(CultureInfo.InvariantCulture, $"1e{power}");
        }

        // A sum of steps is zero up to rounding.
        return (Math.Abs(value) < 1e-12 ? 0 : value).ToString("G4", CultureInfo.InvariantCulture);
    }

    /// <summary>1, 2 or 5 times a power of ten, so that there are few enough ticks.</summary>
    private static double Step(double spread)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(spread / MostTicks)));
        return power * new[] { 1.0, 2, 5, 10 }.First(factor => spread / (power * factor) <= MostTicks);
    }
}
