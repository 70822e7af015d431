using Flow.Networks.Layers;
using Flow.Networks.Model;

namespace Flow.Experiments.Analyzing;

/// <summary>A layer with weights and what follows it up to the next one.</summary>
/// <param name="Layer">The layer k.</param>
/// <param name="IsDense">Whether it is dense; else a convolution.</param>
/// <param name="After">The layers without weights behind it.</param>
/// <param name="Next">The next layer with weights on the same path, or null.</param>
internal sealed record WeightStage(int Layer, bool IsDense, IReadOnlyList<Layer> After, int? Next)
{
    /// <summary>Whether nothing but the identity stands between two dense layers.</summary>
    public bool IsLinear => IsDense && Next is not null && After.All(IsIdentity);

    /// <summary>Whether scaling a unit up and its outgoing weights down leaves the output as it is.</summary>
    public bool IsHomogeneous => Next is not null && After.All(IsDegreeOne);

    /// <summary>Whether a batch norm without epsilon takes the scale of each unit away.</summary>
    public bool LosesUnitScale => After.SkipWhile(IsDegreeOne).FirstOrDefault() is BatchNorm { Epsilon.IsZero: true };

    /// <summary>Whether a batch norm takes a constant added to each unit away.</summary>
    public bool LosesUnitShift => After.SkipWhile(static layer => IsIdentity(layer) || IsSpatial(layer))
        .FirstOrDefault() is BatchNorm;

    /// <summary>The layers with weights of a network in order; a residual block begins and ends a path.</summary>
    public static IReadOnlyList<WeightStage> Of(NetworkModel model)
    {
        var stages = new List<WeightStage>();
        var (level, isOpen) = (0, false);
        foreach (var record in model.Layers)
        {
            isOpen &= record.Layer is not Residual && record.Nesting == level;
            var weight = record.Layer is Residual
                ? null
                : record.Parameters.FirstOrDefault(static parameter => parameter.IsWeight);
            if (isOpen && weight is null)
            {
                stages[^1] = stages[^1] with { After = [.. stages[^1].After, record.Layer] };
            }

            if (weight is not null)
            {
                if (isOpen)
                {
                    stages[^1] = stages[^1] with { Next = weight.Layer };
                }

                stages.Add(new(weight.Layer, record.Layer is Dense, [], null));
                (level, isOpen) = (record.Nesting, true);
            }
        }

        return stages;
    }

    private static bool IsIdentity(Layer layer) => layer is Activation { Function.Name: "linear" };

    private static bool IsSpatial(Layer layer) => layer is AveragePooling or Flatten;

    private static bool IsDegreeOne(Layer layer) =>
        IsSpatial(layer) || layer is Activation { Function.Degree.IsOne: true };
}
