namespace Flow.Experiments.Studies;

/// <summary>
/// One row w of a layer before a batch norm (a unit, or a channel of a convolution) over the steps of plain gradient
/// descent, w+ = (1 - 2 eta lambda) w - eta g with g orthogonal to w, so that ||w+||^2 = (1 - 2 eta lambda)^2 ||w||^2 +
/// eta^2 ||g||^2; g = g~/||w|| with g~ the gradient at the direction w/||w||.
/// </summary>
/// <param name="layer">The layer.</param>
/// <param name="unit">The unit, from 1.</param>
/// <param name="shrink">1 - 2 eta lambda, or 1 where the decay does not act on the row.</param>
public sealed class RowSteps(int layer, int unit, double shrink)
{
    private double _fourth;
    private double _square;
    private double _angle;
    private double _growth;
    private long _steps;
    private long _averaged;

    /// <summary>The layer.</summary>
    public int Layer => layer;

    /// <summary>The unit, from 1.</summary>
    public int Unit => unit;

    /// <summary>||w|| before the first step.</summary>
    public double FirstNorm { get; private set; } = double.NaN;

    /// <summary>||w|| after the last step.</summary>
    public double LastNorm { get; private set; } = double.NaN;

    /// <summary>max over steps of | ||w+||^2 - (the identity) |/||w+||^2, rounding where the identity holds.</summary>
    public double IdentityDefect { get; private set; }

    /// <summary>The least of ||w+||^2 - ||w||^2 over the steps.</summary>
    public double LeastGrowth { get; private set; } = double.PositiveInfinity;

    /// <summary>eta, the learning rate of the last step.</summary>
    public double Rate { get; private set; } = double.NaN;

    /// <summary>The mean of ||w||^4 over the averaged steps.</summary>
    public double MeanFourthPower => _fourth / _averaged;

    /// <summary>The mean of ||g~||^2 over the averaged steps.</summary>
    public double MeanSquaredGradient => _square / _averaged;

    /// <summary>The root mean square of the angle by which an averaged step turns w.</summary>
    public double Rotation => Math.Sqrt(_angle / _averaged);

    /// <summary>||w_0||^4 + 2 sum over all steps of eta^2 ||g~||^2, ||w||^4 without decay at small steps.</summary>
    public double PredictedFourthPower => Math.Pow(FirstNorm, 4) + (2 * _growth);

    /// <summary>Looks at a step.</summary>
    /// <param name="before">w.</param>
    /// <param name="after">w+.</param>
    /// <param name="rate">eta.</param>
    /// <param name="isAveraged">Whether it belongs to the averages.</param>
    public void Look(ReadOnlySpan<double> before, ReadOnlySpan<double> after, double rate, bool isAveraged)
    {
        var (old, found, inner, slope) = (0.0, 0.0, 0.0, 0.0);
        for (var j = 0; j < before.Length; j++)
        {
            var gradient = ((shrink * before[j]) - after[j]) / rate;
            old += before[j] * before[j];
            found += after[j] * after[j];
            inner += before[j] * after[j];
            slope += gradient * gradient;
        }

        FirstNorm = _steps == 0 ? Math.Sqrt(old) : FirstNorm;
        (LastNorm, Rate) = (Math.Sqrt(found), rate);
        var expected = (shrink * shrink * old) + (rate * rate * slope);
        IdentityDefect = Math.Max(IdentityDefect, Math.Abs(found - expected) / found);
        LeastGrowth = Math.Min(LeastGrowth, found - old);
        _growth += rate * rate * slope * old;
        _steps++;
        if (isAveraged)
        {
            _averaged++;
            _fourth += old * old;
            _square += slope * old;
            // The sine of the angle: the cosine has no digits where the angle is small.
            var cosine = inner / Math.Sqrt(old * found);
            var sine = rate * Math.Sqrt(slope / found);
            _angle += Math.Pow(Math.Atan2(sine, cosine), 2);
        }
    }
}
