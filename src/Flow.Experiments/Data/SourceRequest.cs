using Flow.Experiments.Configuration;

namespace Flow.Experiments.Data;

/// <summary>What a source is asked for: which files, which labels (null for all), at most how many records.</summary>
internal sealed record SourceRequest(
    DataConfig Config, DataContext Context, ValueList<string> Files, IReadOnlySet<int>? Labels, int? Limit);
