using Flow.Experiments.Configuration;
using Flow.Experiments.Training.Schedules;

namespace Flow.Experiments.Tests.Training.Schedules;

public class ScheduleTests
{
    private static double[] Rates(ScheduleConfig schedule, long total, params long[] steps)
    {
        var made = ScheduleCatalog.Make(new TrainConfig { LearningRate = 0.4, Schedule = schedule }, total);
        return [.. steps.Select(made.Rate)];
    }

    private static void Near(double[] expected, double[] found) =>
        Assert.All(expected.Zip(found), static pair => Assert.Equal(pair.First, pair.Second, 1e-15));

    [Fact]
    public void Constant_rate_stays() => Near([0.4, 0.4], Rates(new(), 100, 0, 99));

    [Fact]
    public void Step_rate_is_multiplied_after_every_so_many_steps() => Near(
        [0.4, 0.4, 0.2, 0.2, 0.1],
        Rates(new() { Kind = ScheduleKind.Step, Every = 10, Factor = 0.5 }, 100, 0, 9, 10, 19, 20));

    [Fact]
    public void Cosine_rate_goes_from_the_whole_rate_over_the_middle_to_the_final_fraction() => Near(
        [0.4, 0.4 * (0.1 + 0.45), 0.04],
        Rates(new() { Kind = ScheduleKind.Cosine, Final = 0.1 }, 100, 0, 50, 100));

    [Fact]
    public void Warmup_rate_grows_linearly_and_then_stays() => Near(
        [0.1, 0.2, 0.4, 0.4], Rates(new() { Kind = ScheduleKind.Warmup, Steps = 4 }, 100, 0, 1, 3, 50));

    [Fact]
    public void Catalog_has_every_kind_once() =>
        Assert.Equal(Enum.GetValues<ScheduleKind>(), ScheduleCatalog.All.Select(static entry => entry.Kind));
}
