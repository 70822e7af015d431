namespace Flow.Experiments.Randomness;

/// <summary>
/// The generator z = (s += 0x9E3779B97F4A7C15), mixed by two multiply-xorshift rounds; used only to fill other states.
/// </summary>
/// <remarks>Source: Steele, Lea, Flood, "Fast splittable pseudorandom number generators", 2014.</remarks>
public struct SplitMix64
{
    private ulong state;

    /// <summary>Starts at a seed; every seed is good.</summary>
    /// <param name="seed">Any 64 bits.</param>
    public SplitMix64(ulong seed) => state = seed;

    /// <summary>The next 64 bits.</summary>
    /// <returns>Uniform over all 64-bit numbers.</returns>
    public ulong NextBits()
    {
        ulong z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
