using System.Numerics;

namespace Flow.Integrators.Nonsmooth;

/// <summary>Passes over one value for each pair.</summary>
internal static class PairScan
{
    /// <summary>The first index from one on where left times right is below a limit, -1 where there is none.</summary>
    public static int NextBelow(double[] left, double[] right, double limit, int from)
    {
        var (width, limits) = (Vector<double>.Count, new Vector<double>(limit));
        for (var i = from; i < left.Length; i++)
        {
            while (i + width <= left.Length
                && !Vector.LessThanAny(new Vector<double>(left, i) * new Vector<double>(right, i), limits))
            {
                i += width;
            }

            if (i < left.Length && left[i] * right[i] < limit)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>max_i |values[i]|.</summary>
    public static double Largest(double[] values)
    {
        var (width, lanes) = (Vector<double>.Count, Vector<double>.Zero);
        var i = 0;
        for (; i + width <= values.Length; i += width)
        {
            lanes = Vector.Max(lanes, Vector.Abs(new Vector<double>(values, i)));
        }

        var largest = 0.0;
        for (; i < values.Length; i++)
        {
            largest = Math.Max(largest, Math.Abs(values[i]));
        }

        for (var lane = 0; lane < width; lane++)
        {
            largest = Math.Max(largest, lanes[lane]);
        }

        return largest;
    }
}
