using Flow.Integrators;

namespace Flow.Benchmarks.Smooth;

/// <summary>A run and its true error.</summary>
internal sealed record SmoothRun(IntegrationResult Result, double Error);
