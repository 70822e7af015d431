using System.Collections.Immutable;
using Flow.Symbolic.Expressions;
using Flow.Symbolic.Shapes;

namespace Flow.Backends.Plans;

/// <summary>What a plan computes: outputs as graphs of parameters, per-sample data and scalars.</summary>
/// <param name="Samples">The dimension N, whose size is bound at execution.</param>
/// <param name="Sizes">The size of every other dimension.</param>
/// <param name="Parameters">The blocks of the state, in the order of the state vector.</param>
/// <param name="Data">The per-sample inputs, each with the samples as first dimension: X, y, masks.</param>
/// <param name="Scalars">The scalars bound at execution, such as lambda.</param>
/// <param name="Outputs">The outputs.</param>
public sealed record PlanSource(
    Dimension Samples,
    ImmutableDictionary<Dimension, int> Sizes,
    ImmutableArray<Variable> Parameters,
    ImmutableArray<Variable> Data,
    ImmutableArray<Variable> Scalars,
    ImmutableArray<PlanOutput> Outputs)
{
    /// <summary>
    /// Parameters, behind the others in the state, that change while everything else stays: the directions of a
    /// linearization. A plan keeps what does not depend on them, so that they alone may be given anew.
    /// </summary>
    public ImmutableArray<Variable> Late { get; init; } = [];

    /// <summary>The number of doubles in the state, late parameters included.</summary>
    public int StateLength => Parameters.Concat(Late).Sum(parameter => parameter.Shape.Count(Size));

    /// <summary>The number of doubles in the late parameters.</summary>
    public int LateLength => Late.Sum(parameter => parameter.Shape.Count(Size));

    /// <summary>The number of doubles in all outputs that are not per sample.</summary>
    public int ReducedLength =>
        Outputs.Where(output => !IsPerSample(output)).Sum(output => output.Value.Shape.Count(Size));

    /// <summary>The size of a dimension other than the samples.</summary>
    /// <param name="dimension">The dimension.</param>
    public int Size(Dimension dimension) => Sizes.TryGetValue(dimension, out var size)
        ? size
        : throw new ShapeException($"Dimension {dimension} has no size; the plan's sizes must name it.");

    /// <summary>Whether an output has one row for each sample.</summary>
    /// <param name="output">The output.</param>
    public bool IsPerSample(PlanOutput output) => output.Value.Shape.Contains(Samples);

    /// <summary>The number of values for each sample of a per-sample tensor.</summary>
    /// <param name="value">A tensor whose first dimension is the samples.</param>
    public int Width(Expr value) => new Shape(value.Shape.Dimensions.RemoveAt(0)).Count(Size);
}
