namespace Flow.Experiments.Outputs;

/// <summary>Laws that hold exactly along a flow, and how far a run is from them.</summary>
public sealed record FlowAuditSummary
{
    /// <summary>max over the recorded times of |E(t) - E(t_0) + int_(t_0)^t ||F||^2 ds|, t_0 the first recorded time.
    /// </summary>
    public required double EnergyDefect { get; init; }

    /// <summary>E(t_0) - E(t_end).</summary>
    public required double EnergyLost { get; init; }

    /// <summary>max over the recorded times and entries of |Q(t) - Q(0)| for each proved invariant Q, or of
    /// |Q(t) - e^(-4 lambda t) Q(0)|.</summary>
    public required IReadOnlyDictionary<string, double> InvariantDrifts { get; init; }
}
