using System.Text.Json.Serialization;
using Flow.Backends;
using Flow.Experiments.Observables;
using Flow.Networks.Derivation;
using Flow.Networks.Parametrizations;

namespace Flow.Experiments.Running;

/// <summary>The right-hand side and the observables at the initial state, without integration.</summary>
public sealed record Evaluation
{
    /// <summary>(1/N) sum_n l(u_n, y_n).</summary>
    public required double LossMean { get; init; }

    /// <summary>The mean loss plus weight decay.</summary>
    public required double Objective { get; init; }

    /// <summary>The network's output f in sample order, sample-major; u = rho f for lagrange, u = f else.</summary>
    public required VectorSummary F { get; init; }

    /// <summary>lagrange: rho'.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? RhoDot { get; init; }

    /// <summary>lagrange: nu_k for each layer.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double[]? Nu { get; init; }

    /// <summary>lagrange: V_k' for each layer.</summary>
    [JsonPropertyName("VDot")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public VectorSummary[]? VDot { get; init; }

    /// <summary>unconstrained: W_k' for each layer.</summary>
    [JsonPropertyName("WDot")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public VectorSummary[]? WDot { get; init; }

    /// <summary>unconstrained: the inner product of W_k and dL/dW_k, L the mean loss without decay.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double[]? Radial { get; init; }

    /// <summary>weight-norm: g_k' for each layer.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double[]? GDot { get; init; }

    /// <summary>weight-norm: v_k' for each layer.</summary>
    [JsonPropertyName("vDot")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public VectorSummary[]? LayerDirectionDot { get; init; }

    /// <summary>weight-norm: the inner product of v_k and v_k', zero up to rounding.</summary>
    [JsonPropertyName("vDotRadial")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double[]? LayerDirectionDotRadial { get; init; }

    /// <summary>b_k' for each bias; absent without biases.</summary>
    [JsonPropertyName("bDot")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public VectorSummary[]? BDot { get; init; }

    /// <summary>gamma_k' for each affine batch norm; absent without.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public VectorSummary[]? GammaDot { get; init; }

    /// <summary>beta_k' for each affine batch norm; absent without.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public VectorSummary[]? BetaDot { get; init; }

    /// <summary>Every observable of the run at t = 0, by the name of its column.</summary>
    public required IReadOnlyDictionary<string, double> Observables { get; init; }

    /// <summary>Evaluates an experiment at its initial state.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="backend">The backend.</param>
    /// <param name="options">Precision and threads.</param>
    public static Evaluation Of(Experiment experiment, IBackend backend, PlanOptions options)
    {
        using var plans = new FlowPlans(experiment.System, backend, options);
        var plan = new SnapshotPlan(plans, experiment.Data, experiment.Lambda, experiment.Modified);
        var snapshot = plan.Evaluate(0, experiment.InitialState);
        var blocks = Blocks(plan.Velocity, experiment.System);
        VectorSummary[]? Select(StateRole role) =>
            blocks.Any(b => b.Role == role) ? [.. blocks.Where(b => b.Role == role).Select(b => b.Summary)] : null;
        var isLagrange = experiment.System.Multipliers.Length > 0;
        return new()
        {
            LossMean = snapshot.Loss,
            Objective = snapshot.Objective,
            F = VectorSummary.Of(isLagrange ? snapshot.Normalized : snapshot.Outputs),
            RhoDot = isLagrange ? Select(StateRole.Scale)![0].Sum : null,
            Nu = isLagrange ? snapshot.Multipliers : null,
            VDot = Select(StateRole.Direction),
            WDot = Select(StateRole.Weight),
            Radial = Select(StateRole.Weight) is null ? null : RadialParts.Of(plans, experiment),
            GDot = Select(StateRole.LayerScale)?.Select(static summary => summary.Sum).ToArray(),
            LayerDirectionDot = Select(StateRole.LayerDirection),
            LayerDirectionDotRadial = RadialParts.OfVelocity(experiment, plan.Velocity),
            BDot = Select(StateRole.Free),
            GammaDot = Select(StateRole.Gain),
            BetaDot = Select(StateRole.Shift),
            Observables = ObservableTable.For(experiment, false).Values(snapshot),
        };
    }

    private static List<(StateRole Role, VectorSummary Summary)> Blocks(
        ReadOnlySpan<double> velocity, FlowSystem system)
    {
        var blocks = new List<(StateRole, VectorSummary)>();
        var offset = 0;
        foreach (var (variable, length) in system.State.Zip(StateVector.BlockLengths(system)))
        {
            blocks.Add((variable.Role, VectorSummary.Of(velocity.Slice(offset, length))));
            offset += length;
        }

        return blocks;
    }
}
