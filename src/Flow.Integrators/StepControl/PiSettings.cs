namespace Flow.Integrators.StepControl;

/// <summary>Settings of <see cref="PiController"/>.</summary>
public sealed record PiSettings
{
    /// <summary>Default of <see cref="Safety"/>.</summary>
    public const double DefaultSafety = 0.9;

    /// <summary>Default of <see cref="SmallestFactor"/>.</summary>
    public const double DefaultSmallestFactor = 0.2;

    /// <summary>Default of <see cref="LargestFactor"/>.</summary>
    public const double DefaultLargestFactor = 10;

    /// <summary>Default of <see cref="CurrentGain"/> (Gustafsson 1991; Soderlind 2003, PI controller).</summary>
    public const double DefaultCurrentGain = 0.7;

    /// <summary>Default of <see cref="PreviousGain"/>.</summary>
    public const double DefaultPreviousGain = 0.4;

    /// <summary>Aims a little below the tolerance, in (0, 1].</summary>
    public double Safety
    {
        get;
        init
        {
            Check.InRange(value, 0.01, 1, nameof(Safety), "0.9 is usual");
            field = value;
        }
    } = DefaultSafety;

    /// <summary>The most that a step may shrink, in (0, 1).</summary>
    public double SmallestFactor
    {
        get;
        init
        {
            Check.InRange(value, 0.01, 0.99, nameof(SmallestFactor), "0.2 is usual");
            field = value;
        }
    } = DefaultSmallestFactor;

    /// <summary>The most that a step may grow, above 1.</summary>
    public double LargestFactor
    {
        get;
        init
        {
            Check.InRange(value, 1.01, 100, nameof(LargestFactor), "5 to 10 is usual");
            field = value;
        }
    } = DefaultLargestFactor;

    /// <summary>Gain on the current error; the exponent is this divided by the error order.</summary>
    public double CurrentGain
    {
        get;
        init
        {
            Check.InRange(
                value, 0.1, 1, nameof(CurrentGain), "0.7 is usual; 1 with previous gain 0 is the I controller");
            field = value;
        }
    } = DefaultCurrentGain;

    /// <summary>Gain on the previous error; the exponent is this divided by the error order.</summary>
    public double PreviousGain
    {
        get;
        init
        {
            Check.InRange(value, 0, 0.9, nameof(PreviousGain), "0.4 is usual");
            field = value;
        }
    } = DefaultPreviousGain;
}
