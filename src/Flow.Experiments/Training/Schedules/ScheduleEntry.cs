using Flow.Experiments.Configuration;
using Flow.Experiments.Configuration.Reading;

namespace Flow.Experiments.Training.Schedules;

/// <summary>A schedule that experiment files can name.</summary>
/// <param name="Kind">What the file names.</param>
/// <param name="Purpose">One sentence with the formula.</param>
/// <param name="Make">Makes it from the section `train` and the number of steps.</param>
public sealed record ScheduleEntry(
    ScheduleKind Kind, string Purpose, Func<TrainConfig, long, LearningRateSchedule> Make)
{
    /// <summary>The name in experiment files.</summary>
    public string Name { get; } = EnumName.Of(Kind);
}
