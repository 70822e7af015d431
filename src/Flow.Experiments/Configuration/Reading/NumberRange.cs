namespace Flow.Experiments.Configuration.Reading;

/// <summary>The numbers that a key accepts, with the words that describe them.</summary>
internal sealed record NumberRange(string Words, Func<double, bool> Contains)
{
    public static readonly NumberRange Any = new("a finite number", double.IsFinite);

    public static readonly NumberRange Positive = new("a number > 0", x => double.IsFinite(x) && x > 0);

    public static readonly NumberRange PositiveOrInfinite = new("a number > 0 or .inf", x => x > 0);

    public static readonly NumberRange NonNegative = new("a number >= 0", x => double.IsFinite(x) && x >= 0);

    public static readonly NumberRange NonNegativeOrInfinite = new("a number >= 0 or .inf", x => x >= 0);

    public static readonly NumberRange NonZero = new("a number other than 0", x => double.IsFinite(x) && x != 0);

    public static readonly NumberRange OpenUnit = new("a number between 0 and 1, both excluded", x => x > 0 && x < 1);

    public static readonly NumberRange RelativeTolerance = new("a number from 1e-14 to 1", x => x >= 1e-14 && x <= 1);

    public static readonly NumberRange ClosedUnit = new("a number from 0 to 1", x => x >= 0 && x <= 1);

    public static readonly NumberRange BelowOne = new("a number >= 0 and < 1", x => x >= 0 && x < 1);

    public static readonly NumberRange UpToOne = new("a number > 0 and <= 1", x => x > 0 && x <= 1);
}
