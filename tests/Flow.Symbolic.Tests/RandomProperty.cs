using FsCheck;
using FsCheck.Fluent;

namespace Flow.Symbolic.Tests;

/// <summary>
/// Runs a check on many random graphs; a failure names the seed, and the seeds are the same in every run.
/// </summary>
internal static class RandomProperty
{
    /// <summary>Calls the check with as many seeds as asked.</summary>
    public static void Holds(int count, Action<ulong> check)
    {
        var seeds = Gen.Choose(0, int.MaxValue).Select(static seed => (ulong)seed).ToArbitrary();
        var config = Config.QuickThrowOnFailure.WithMaxTest(count).WithReplay(20210101, 73);
        Check.One(config, Prop.ForAll(seeds, check));
    }
}
