namespace Flow.Backends.Plans;

/// <summary>Which samples a plan runs on, and the number N that means divide by.</summary>
public readonly record struct SampleSelection
{
    private SampleSelection(int start, int count, int[]? indices, int divisor)
    {
        Start = start;
        Count = count;
        Indices = indices;
        Divisor = divisor;
    }

    /// <summary>The first sample of a range.</summary>
    public int Start { get; }

    /// <summary>The number of samples.</summary>
    public int Count { get; }

    /// <summary>The samples' positions, or null for a range.</summary>
    public int[]? Indices { get; }

    /// <summary>The value of N in the equations; the number of samples unless set otherwise.</summary>
    public int Divisor { get; }

    /// <summary>A contiguous range.</summary>
    /// <param name="start">The first sample.</param>
    /// <param name="count">The number of samples, at least 1.</param>
    public static SampleSelection Range(int start, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return new(start, count, null, count);
    }

    /// <summary>A list of samples in any order; repetitions count as often as they occur.</summary>
    /// <param name="indices">Positions of samples, not copied; at least one.</param>
    /// <param name="count">How many of the positions are used; all where absent.</param>
    public static SampleSelection Gather(int[] indices, int? count = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count ?? indices.Length, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count ?? indices.Length, indices.Length, nameof(count));
        return new(0, count ?? indices.Length, indices, count ?? indices.Length);
    }

    /// <summary>The same samples with another N, so that parts add up to the whole.</summary>
    /// <param name="divisor">N, at least 1.</param>
    public SampleSelection WithDivisor(int divisor)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(divisor, 1);
        return new(Start, Count, Indices, divisor);
    }

    /// <summary>The position of the i-th selected sample.</summary>
    /// <param name="i">From 0 to Count - 1.</param>
    public int this[int i] => Indices is null ? Start + i : Indices[i];

    /// <summary>Checks that every sample exists.</summary>
    /// <param name="available">The number of samples loaded.</param>
    /// <exception cref="ArgumentOutOfRangeException">A position lies outside.</exception>
    public void Check(int available)
    {
        for (var i = 0; i < (Indices is null ? 0 : Count); i++)
        {
            if ((uint)Indices![i] >= (uint)available)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(available), Indices[i], $"Sample positions run from 0 to {available - 1}.");
            }
        }

        if (Indices is null && (Count < 1 || Count > available - Start))
        {
            throw new ArgumentOutOfRangeException(
                nameof(available),
                Count,
                $"The {Count} samples from {Start} on are not all among the {available} loaded.");
        }
    }
}
