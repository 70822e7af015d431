using System.Numerics;
using System.Text;

namespace Flow.Experiments.Randomness;

/// <summary>
/// The generator xoshiro256**: output rotl(5 s1, 7) 9 of a linear recurrence with period 2^256 - 1.
/// </summary>
/// <remarks>
/// Source: Blackman and Vigna, "Scrambled linear pseudorandom number generators", 2021 (doi 10.1145/3460772). Not safe
/// for use by several threads at once; give each its own stream. Allocates nothing after construction.
/// </remarks>
public sealed class Xoshiro256StarStar
{
    private ulong s0;
    private ulong s1;
    private ulong s2;
    private ulong s3;
    private double? spare;

    /// <summary>Starts from a seed; the four words are the first outputs of <see cref="SplitMix64"/>.</summary>
    /// <param name="seed">Any 64 bits.</param>
    public Xoshiro256StarStar(ulong seed)
    {
        var filler = new SplitMix64(seed);
        (s0, s1, s2, s3) = (filler.NextBits(), filler.NextBits(), filler.NextBits(), filler.NextBits());
    }

    /// <summary>Continues from a saved state.</summary>
    /// <param name="state">What <see cref="Save"/> gave.</param>
    /// <exception cref="ArgumentException">All four words are zero, from which the generator cannot move.</exception>
    public Xoshiro256StarStar(RandomState state)
    {
        if ((state.S0 | state.S1 | state.S2 | state.S3) == 0)
        {
            throw new ArgumentException("the state of a generator must not be all zero", nameof(state));
        }

        (s0, s1, s2, s3, spare) = (state.S0, state.S1, state.S2, state.S3, state.Spare);
    }

    /// <summary>
    /// The stream of a seed for one purpose: seeded with SplitMix64(seed) xor the FNV-1a hash of the purpose.
    /// </summary>
    /// <param name="seed">The seed in the experiment file.</param>
    /// <param name="purpose">A name of <see cref="RandomPurpose"/>.</param>
    /// <returns>A generator of its own.</returns>
    public static Xoshiro256StarStar Stream(long seed, string purpose)
    {
        ulong hash = 0xCBF29CE484222325;
        foreach (byte letter in Encoding.UTF8.GetBytes(purpose))
        {
            hash = (hash ^ letter) * 0x100000001B3;
        }

        return new Xoshiro256StarStar(new SplitMix64((ulong)seed).NextBits() ^ hash);
    }

    /// <summary>Everything the generator remembers.</summary>
    /// <returns>The state, from which another generator continues identically.</returns>
    public RandomState Save() => new(s0, s1, s2, s3, spare);

    /// <summary>The next 64 bits.</summary>
    /// <returns>Uniform over all 64-bit numbers.</returns>
    public ulong NextBits()
    {
        ulong result = BitOperations.RotateLeft(s1 * 5, 7) * 9;
        ulong t = s1 << 17;
        s2 ^= s0;
        s3 ^= s1;
        s1 ^= s2;
        s0 ^= s3;
        s2 ^= t;
        s3 = BitOperations.RotateLeft(s3, 45);
        return result;
    }

    /// <summary>A uniform number k 2^-53, k = 0..2^53 - 1, from the upper 53 bits.</summary>
    /// <returns>In [0, 1).</returns>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A uniform whole number below a bound, without bias.</summary>
    /// <param name="bound">The bound, at least 1.</param>
    /// <returns>0 to bound - 1.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The bound is below 1.</exception>
    /// <remarks>Source: Lemire, "Fast random integer generation in an interval", 2019.</remarks>
    public int NextInteger(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bound, 1);
        ulong range = (ulong)bound;
        ulong high = Math.BigMul(NextBits(), range, out ulong low);
        if (low < range)
        {
            ulong threshold = (0UL - range) % range;
            while (low < threshold)
            {
                high = Math.BigMul(NextBits(), range, out low);
            }
        }

        return (int)high;
    }

    /// <summary>A standard normal variate by the polar method; variates come in pairs, the second is kept.</summary>
    /// <returns>Mean 0, variance 1.</returns>
    /// <remarks>Source: Marsaglia and Bray, "A convenient method for generating normal variables", 1964.</remarks>
    public double NextNormal()
    {
        if (spare is { } kept)
        {
            spare = null;
            return kept;
        }

        double u, v, s;
        do
        {
            u = (2 * NextDouble()) - 1;
            v = (2 * NextDouble()) - 1;
            s = (u * u) + (v * v);
        }
        while (s >= 1 || s == 0);

        double scale = Math.Sqrt(-2 * Math.Log(s) / s);
        spare = v * scale;
        return u * scale;
    }

    /// <summary>Puts elements into a uniformly random order (Fisher and Yates, 1938; Durstenfeld, 1964).</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="items">The elements, reordered in place.</param>
    public void Shuffle<T>(Span<T> items)
    {
        for (int last = items.Length - 1; last > 0; last--)
        {
            int other = NextInteger(last + 1);
            (items[last], items[other]) = (items[other], items[last]);
        }
    }
}
