using System.Collections.Immutable;
using Flow.Networks.Layers;

namespace Flow.Networks.Model;

/// <summary>A layer as it stands in a network.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Nesting">The number of residual blocks around it.</param>
/// <param name="Sizes">The size of its output for one sample: units, or channels, height and width.</param>
/// <param name="Parameters">The parameters that it made; of a residual block, those of its layers.</param>
public sealed record LayerRecord(
    Layer Layer, int Nesting, ImmutableArray<int> Sizes, ImmutableArray<Parameter> Parameters);
