namespace Flow.Experiments.Reporting;

/// <summary>A section of a report on one run.</summary>
/// <param name="Title">Its heading.</param>
/// <param name="Write">Its content as well-formed HTML; empty where the run has nothing of the kind.</param>
public sealed record ReportSection(string Title, Func<RunFiles, string> Write);
