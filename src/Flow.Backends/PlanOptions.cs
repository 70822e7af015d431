namespace Flow.Backends;

/// <summary>How a plan is to be executed.</summary>
/// <param name="Precision">The arithmetic.</param>
/// <param name="Threads">The number of threads, at least 1.</param>
public sealed record PlanOptions(Precision Precision = Precision.Float64, int Threads = 1);
