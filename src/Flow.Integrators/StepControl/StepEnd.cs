namespace Flow.Integrators.StepControl;

/// <summary>Where a step ends: at t + h, or exactly at the next time that has to be met.</summary>
internal static class StepEnd
{
    // A step is stretched by up to this part to meet a time, so that no sliver is left.
    private const double AdaptiveStretch = 0.01;
    private const double FixedStretch = 1e-6;
    private const double SmallestStepInUlps = 16;

    /// <summary>The end of the step, above t and at most the target.</summary>
    /// <param name="time">t.</param>
    /// <param name="proposal">The proposed size h.</param>
    /// <param name="target">The time to be met, above t.</param>
    /// <param name="longest">The longest step allowed, up to rounding (one part in a million).</param>
    /// <param name="isAdaptive">Whether step sizes may be changed freely.</param>
    public static double Choose(double time, double proposal, double target, double longest, bool isAdaptive)
    {
        var remaining = target - time;
        var stretched = proposal * (1 + (isAdaptive ? AdaptiveStretch : FixedStretch));
        var fits = !isAdaptive || remaining <= longest * (1 + FixedStretch);
        var reaches = proposal >= remaining || (stretched >= remaining && fits);
        var end = time + proposal;
        return reaches || end >= target ? target : end;
    }

    /// <summary>The smallest proposal that still moves t by more than rounding.</summary>
    public static double Smallest(double time)
    {
        var size = Math.Abs(time);
        return SmallestStepInUlps * (Math.BitIncrement(size) - size);
    }
}
