using Flow.Integrators.Nonsmooth;
using Flow.TestKit;
using Flow.TestKit.Nonsmooth;

namespace Flow.Integrators.Tests.Nonsmooth;

/// <summary>Events of one step that depend on each other are taken in their order, whatever was known of them first.
/// </summary>
public class OrderOfEventsTests
{
    // Eight units with three inputs each and 24 samples: a unit is at its kinks with many of them at once, and one event
    // releases others. Out of order the last state was 1e-5 off; in order what is left is the error of the step.
    [Fact]
    public void Fixed_steps_agree_with_the_oracle_where_events_follow_from_each_other()
    {
        var random = new RandomStream(101);
        int[] widths = [3, 8, 8, 1];
        const int Samples = 24;
        var network = new MaskedNetwork(
            widths, random.Array(Samples * widths[0]), random.Array(Samples), isNormalised: true, 0.01, 0);
        var start = new List<double>();
        for (var k = 1; k < widths.Length; k++)
        {
            var layer = random.Array(widths[k] * widths[k - 1]);
            var norm = Math.Sqrt(layer.Sum(static x => x * x));
            start.AddRange(layer.Select(x => x / norm));
        }

        var problem = network.ToProblem([.. start, 2.0], 12);
        var oracle = problem.Run(KinkRuns.Filippov, 1e-10);
        var result = problem.Run(KinkRuns.Fixed(0.02));
        Assert.True(oracle.Status.IsSuccess && result.Status.IsSuccess);
        Assert.InRange(KinkRuns.Distance(oracle.Values(), result.Values()), 0, 1e-6);
    }

    [Fact]
    public void Window_is_split_between_a_late_event_and_the_latest_one()
    {
        var windows = new SweepWindows();
        windows.Reset(0, 1);
        windows.Begin(0);
        windows.Take(0.6);
        Assert.False(windows.IsLate(0.6));
        Assert.True(windows.IsLate(0.2));
        windows.Take(0.2);
        Assert.Equal(0.6, windows.Now);
        Assert.True(windows.IsOverdue(0.6));
        Assert.Equal(0.4, windows.Delay, 1e-15);
        Assert.True(windows.TrySplit());
        Assert.True(windows.IsSplit);
        windows.Begin(0);
        Assert.Equal(0.4, windows.End, 1e-15);
        Assert.True(windows.TryAdvance());
        Assert.Equal(0.4, windows.Now, 1e-15);
        Assert.Equal(1, windows.End);
        Assert.False(windows.TryAdvance());
    }

    [Fact]
    public void Window_is_not_split_without_end()
    {
        var windows = new SweepWindows();
        windows.Reset(0, 1);
        var splits = 0;
        for (var isSplit = true; isSplit; splits++)
        {
            windows.Begin(0);
            windows.Take(windows.End);
            isSplit = windows.TrySplit(0);
        }

        Assert.InRange(splits, 10, 100);
    }
}
