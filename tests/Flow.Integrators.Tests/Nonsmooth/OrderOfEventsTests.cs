using Flow.Integrators.Nonsmooth;

namespace Flow.Integrators.Tests.Nonsmooth;

/// <summary>Events of one step that depend on each other are taken in their order, whatever was known of them first.
/// </summary>
public class OrderOfEventsTests
{
    // Eight units with three inputs each and 24 samples: a unit is at its kinks with many of them at once, and events
    // release others. Out of order the last state was 1e-5 off; in order what is left is the error of the step.
    [Fact]
    public void Fixed_steps_agree_with_the_oracle_where_events_follow_from_each_other()
    {
        var problem = RandomNetworkTests.Make([3, 8, 8, 1], 24, 101, isNormalised: true, 0, 12, scale: 2);
        var oracle = problem.Run(KinkRuns.Filippov, 1e-10);
        var result = problem.Run(KinkRuns.Fixed(0.02));
        Assert.True(oracle.Status.IsSuccess && result.Status.IsSuccess);
        Assert.InRange(KinkRuns.Distance(oracle.Values(), result.Values()), 0, 1e-6);
    }

    // At t = 3.32 a unit wakes a sample that had none; one behind it slid when the sample died, and is on its upper
    // side as soon as the other is. With the mask that it had, the first slides where it goes through: 1e-2 at the end.
    [Fact]
    public void Units_behind_dead_ones_wake_on_the_side_that_they_go_to()
    {
        var problem = RandomNetworkTests.Make([2, 5, 4, 1], 52, 1078, isNormalised: false, 0, 5);
        var oracle = problem.Run(KinkRuns.Filippov, 1e-9);
        var result = problem.Run(SolverCatalog.Find("pab"), 1e-7);
        Assert.Equal(0, result.Statistics.Kinks.Forks);
        Assert.InRange(KinkRuns.Distance(oracle.Values(), result.Values()), 0, 1e-6);
    }

    // At t = 14.4 the signal of a sliding pair goes through 0.
    [Fact]
    public void Loss_of_the_signal_of_a_sliding_pair_is_counted()
    {
        var problem = RandomNetworkTests.Make([2, 4, 1], 8, 1336, isNormalised: false, 0, 15);
        Assert.Equal(1, problem.Run(KinkRuns.Filippov, 1e-9).Statistics.Kinks.Forks);
        Assert.Equal(1, problem.Run(SolverCatalog.Find("pab"), 1e-7).Statistics.Kinks.Forks);
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
