namespace Flow.Integrators.Nonsmooth;

/// <summary>Watches for states from which the flow can go on in more than one way: a pair with c below 0, whose kink
/// repels, rests because others slide. It may be let go to either side, now or later.</summary>
/// <param name="history">The history.</param>
/// <param name="span">Tells who rests.</param>
internal sealed class ForkWatch(PatchedHistory history, SlidingSpan span)
{
    // Relative to the largest switching function, and in units of what the path is off.
    private const double Resolution = 1e-9;
    private const double MostDrift = 10;

    /// <summary>Whether the newest node is such a state.</summary>
    /// <param name="slack">How far the path may be off.</param>
    public bool IsAtFork(double slack)
    {
        if (history.Sliding.Count == 0)
        {
            return false;
        }

        var (switching, signals) = (history.Newest.Switching, history.Newest.Signals);
        var near = (Resolution * PairScan.Largest(switching)) + (MostDrift * slack);
        for (var pair = 0; pair < switching.Length; pair++)
        {
            if (Math.Abs(switching[pair]) <= near && signals[pair] < 0
                && !history.Sliding.Contains(pair) && span.Holds(history.Newest, pair))
            {
                return true;
            }
        }

        return false;
    }
}
