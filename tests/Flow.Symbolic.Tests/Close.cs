namespace Flow.Symbolic.Tests;

/// <summary>Compares arrays up to rounding.</summary>
internal static class Close
{
    /// <summary>
    /// Fails where elements differ by more than a tolerance relative to the largest element, or to 1.
    /// </summary>
    public static void Equal(IReadOnlyList<double> expected, IReadOnlyList<double> actual, double tolerance = 1e-10)
    {
        Assert.Equal(expected.Count, actual.Count);
        var scale = expected.Select(Math.Abs).Append(1).Max();
        for (var i = 0; i < expected.Count; i++)
        {
            var error = Math.Abs(expected[i] - actual[i]);
            Assert.True(
                error <= tolerance * scale,
                $"element {i}: expected {expected[i]:R}, got {actual[i]:R}, off by {error / scale:E2} of the scale");
        }
    }
}
