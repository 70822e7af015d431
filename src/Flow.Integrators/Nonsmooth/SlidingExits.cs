namespace Flow.Integrators.Nonsmooth;

/// <summary>The masks of the sliding pairs along the path of a step, m_s + x_s / c_s from the polynomials of the
/// history, and the times at which they leave [a, 1].</summary>
/// <param name="history">The history.</param>
/// <param name="marks">Since when a pair slides, and whether it is held.</param>
/// <param name="low">a, for each unit.</param>
internal sealed class SlidingExits(PatchedHistory history, PairMarks marks, double[] low)
{
    private const double RelativeResolution = 1e-12;

    private double _signalCut;
    private int _index;
    private bool _isHigh;
    private Func<double, double>? _room;

    /// <summary>The mask with which a sliding pair slides at a time, within its interval.</summary>
    public double Mask(int index, double time)
    {
        var pair = history.Sliding[index];
        var (weight, signal) = Mixed(index, time);
        var least = low[pair % low.Length];
        return signal > 0 ? Math.Clamp(weight / signal, least, 1) : Math.Clamp(history.Masks[pair], least, 1);
    }

    /// <summary>c times how far a mask is beyond an end of its interval.</summary>
    public double Excess(int index, bool isHigh, double time) => -Room(index, isHigh, time);

    /// <summary>The earliest exit in an interval, without index where there is none.</summary>
    /// <param name="now">Where the interval begins.</param>
    /// <param name="end">Where it ends.</param>
    /// <param name="signalCut">The signal below which there is no kink.</param>
    public (double Time, int Index, bool IsHigh) Next(double now, double end, double signalCut)
    {
        _signalCut = signalCut;
        var best = (Time: double.PositiveInfinity, Index: -1, IsHigh: false);
        for (var i = 0; i < history.Sliding.Count; i++)
        {
            if (!marks.IsHeld(history.Sliding[i]))
            {
                best = Earlier(best, (ExitTime(i, false, now, end), i, false));
                best = Earlier(best, (ExitTime(i, true, now, end), i, true));
            }
        }

        return best;
    }

    private static (double Time, int Index, bool IsHigh) Earlier(
        (double Time, int Index, bool IsHigh) one, (double Time, int Index, bool IsHigh) other) =>
        other.Time < one.Time ? other : one;

    private double ExitTime(int index, bool isHigh, double now, double high)
    {
        var from = Math.Max(now, marks.Since(history.Sliding[index]));
        var (first, last) = (Room(index, isHigh, from), Room(index, isHigh, high));
        if (first < 0 || !(last < 0))
        {
            return first < 0 ? from : double.PositiveInfinity;
        }

        (_index, _isHigh) = (index, isHigh);
        _room ??= time => Room(_index, _isHigh, time);
        return FallingRoot.Find(
            _room, from, first, high, last, 1e-14 * Math.Abs(first - last), RelativeResolution * (high - from));
    }

    // c times the distance of the mask from an end of its interval, below 0 outside.
    private double Room(int index, bool isHigh, double time)
    {
        var (weight, signal) = Mixed(index, time);
        var slack = (1e-12 * Math.Abs(signal)) + (1e-3 * _signalCut);
        return slack + (isHigh ? signal - weight
            : weight - (low[history.Sliding[index] % low.Length] * signal));
    }

    private (double Weight, double Signal) Mixed(int index, double time)
    {
        Span<double> weights = stackalloc double[history.Count];
        NodePolynomial.At(history.Times, time, weights);
        var (weight, signal) = (0.0, 0.0);
        for (var j = 0; j < weights.Length; j++)
        {
            weight += weights[j] * history[j].Weight(index);
            signal += weights[j] * history[j].Signals[history.Sliding[index]];
        }

        return (weight, signal);
    }
}
