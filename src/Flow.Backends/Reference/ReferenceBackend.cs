using Flow.Backends.Plans;

namespace Flow.Backends.Reference;

/// <summary>The slow, obviously right backend; float64 on one thread.</summary>
public sealed class ReferenceBackend : IBackend
{
    /// <inheritdoc />
    public string Name => "reference";

    /// <inheritdoc />
    public Plan Compile(PlanSource source, PlanOptions options)
    {
        PlanVerifier.Check(source);
        return options.Precision == Precision.Float64
            ? new ReferencePlan(source)
            : throw new PlanException("The reference backend computes in float64 only; choose precision: float64.");
    }
}
