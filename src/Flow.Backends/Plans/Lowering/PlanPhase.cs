using Flow.Backends.Plans.Host;

namespace Flow.Backends.Plans.Lowering;

/// <summary>One phase: float64 operations, then operations on blocks of samples.</summary>
/// <param name="Before">The float64 operations.</param>
/// <param name="Samples">The operations on each block.</param>
internal sealed record PlanPhase(IReadOnlyList<HostOp> Before, IReadOnlyList<SampleOp> Samples);
