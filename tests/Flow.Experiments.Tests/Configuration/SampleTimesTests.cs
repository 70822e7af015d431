using Flow.Experiments.Configuration;

namespace Flow.Experiments.Tests.Configuration;

public class SampleTimesTests
{
    [Fact]
    public void Linear_times_go_from_zero_to_the_end_in_equal_steps() =>
        Assert.Equal([0, 2.5, 5, 7.5, 10], new FlowSamples { Count = 5 }.TimesFor(10));

    [Fact]
    public void Log_times_grow_by_a_constant_factor_after_zero()
    {
        double[] times = new FlowSamples { Kind = SampleKind.Log, First = 0.01, Count = 6 }.TimesFor(100);

        Assert.Equal(0, times[0]);
        Assert.Equal(0.01, times[1]);
        Assert.Equal(100, times[^1]);
        Assert.All(Enumerable.Range(2, 4), i => Assert.Equal(10, times[i] / times[i - 1], 12));
    }

    [Fact]
    public void Listed_times_are_kept() =>
        Assert.Equal([1, 4], new FlowSamples { Kind = SampleKind.List, Count = 0, Times = [1, 4] }.TimesFor(10));

    [Fact]
    public void Steps_hold_the_first_and_the_last_without_repetition()
    {
        Assert.Equal([0, 1, 2, 3], new TrainSamples { Count = 200 }.StepsFor(3));
        Assert.Equal([0, 50, 100], new TrainSamples { Kind = SampleKind.Linear, Count = 3 }.StepsFor(100));
        Assert.Equal([0, 1, 10, 100], new TrainSamples { Count = 4 }.StepsFor(100));
        Assert.Equal([0, 7, 9], new TrainSamples { Kind = SampleKind.List, Count = 0, Steps = [7, 99] }.StepsFor(9));
    }
}
