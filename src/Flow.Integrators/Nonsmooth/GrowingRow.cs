namespace Flow.Integrators.Nonsmooth;

/// <summary>Rows of numbers that grow as they are needed.</summary>
internal static class GrowingRow
{
    /// <summary>Makes room for so many values and keeps those that are there.</summary>
    public static void Reserve(ref double[] values, int count)
    {
        if (count > values.Length)
        {
            Array.Resize(ref values, Math.Max(count, 2 * values.Length));
        }
    }
}
