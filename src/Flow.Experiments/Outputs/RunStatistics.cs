using System.Text.Json.Serialization;
using Flow.Integrators;
using Flow.Integrators.Nonsmooth;

namespace Flow.Experiments.Outputs;

/// <summary>The work of a run.</summary>
public sealed record RunStatistics
{
    /// <summary>Evaluations of the right-hand side.</summary>
    public required long RhsEvaluations { get; init; }

    /// <summary>Products of its Jacobian with a vector.</summary>
    public required long JacobianVectorProducts { get; init; }

    /// <summary>Evaluations of the network alone.</summary>
    public required long ForwardEvaluations { get; init; }

    /// <summary>Steps kept.</summary>
    public required long AcceptedSteps { get; init; }

    /// <summary>Steps thrown away.</summary>
    public required long RejectedSteps { get; init; }

    /// <summary>Running time, seconds.</summary>
    public required double Seconds { get; init; }

    /// <summary>What was met at kinks; null for a solver that does not integrate through them.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public KinkStatistics? Kinks { get; init; }

    /// <summary>The work of an integration.</summary>
    /// <param name="counts">Its counts.</param>
    /// <param name="elapsed">Its running time.</param>
    public static RunStatistics Of(IntegrationStatistics counts, TimeSpan elapsed) => new()
    {
        RhsEvaluations = counts.FieldEvaluations,
        JacobianVectorProducts = counts.JacobianProducts,
        ForwardEvaluations = counts.Kinks.Forwards,
        AcceptedSteps = counts.AcceptedSteps,
        RejectedSteps = counts.RejectedSteps,
        Seconds = elapsed.TotalSeconds,
    };
}
