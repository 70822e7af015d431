namespace Flow.Integrators.Spaces;

/// <summary>A named run of consecutive entries of a vector, such as one layer's weights V_2.</summary>
/// <param name="Name">The block's name, unique in its layout.</param>
/// <param name="Offset">Index of the first entry in the vector.</param>
/// <param name="Length">Number of entries, at least 1.</param>
public readonly record struct BlockLayout(string Name, int Offset, int Length);
