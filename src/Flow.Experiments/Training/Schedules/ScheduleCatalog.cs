using Flow.Experiments.Configuration;

namespace Flow.Experiments.Training.Schedules;

/// <summary>The learning rate schedules there are.</summary>
public static class ScheduleCatalog
{
    /// <summary>One line for each schedule.</summary>
    public static IReadOnlyList<ScheduleEntry> All { get; } =
    [
        new(ScheduleKind.Constant, "eta.", static (train, _) => new ConstantSchedule(train.LearningRate)),
        new(
            ScheduleKind.Step, "eta factor^floor(s/every).",
            static (train, _) => new StepSchedule(train.LearningRate, train.Schedule.Every, train.Schedule.Factor)),
        new(
            ScheduleKind.Cosine, "eta (final + (1 - final)(1 + cos(pi s/S))/2) over S steps.",
            static (train, total) => new CosineSchedule(train.LearningRate, train.Schedule.Final, total)),
        new(
            ScheduleKind.Warmup, "eta min(1, (s + 1)/steps).",
            static (train, _) => new WarmupSchedule(train.LearningRate, train.Schedule.Steps)),
    ];

    /// <summary>The schedule of a training run.</summary>
    /// <param name="train">The section `train`.</param>
    /// <param name="total">The number of steps.</param>
    public static LearningRateSchedule Make(TrainConfig train, long total) =>
        All.Single(entry => entry.Kind == train.Schedule.Kind).Make(train, total);
}
