using System.Numerics;

namespace Flow.Backends.Cpu;

/// <summary>Changes the precision of numbers side by side, in whole vectors.</summary>
internal static class PrecisionChange
{
    /// <summary>Rounds to single precision, to nearest.</summary>
    public static void Narrow(ReadOnlySpan<double> source, Span<float> target)
    {
        int i = 0;
        for (; i <= source.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector.Narrow(new Vector<double>(source[i..]), new Vector<double>(source[(i + Vector<double>.Count)..]))
                .CopyTo(target[i..]);
        }

        for (; i < source.Length; i++)
        {
            target[i] = (float)source[i];
        }
    }

    /// <summary>Exact in double precision, stored or added to what the target holds.</summary>
    public static void Widen(ReadOnlySpan<float> source, Span<double> target, bool adds)
    {
        int i = 0;
        for (; i <= source.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector.Widen(new Vector<float>(source[i..]), out Vector<double> low, out Vector<double> high);
            Span<double> first = target[i..];
            Span<double> second = target[(i + Vector<double>.Count)..];
            (adds ? low + new Vector<double>(first) : low).CopyTo(first);
            (adds ? high + new Vector<double>(second) : high).CopyTo(second);
        }

        for (; i < source.Length; i++)
        {
            target[i] = adds ? target[i] + source[i] : source[i];
        }
    }
}
