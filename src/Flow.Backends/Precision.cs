namespace Flow.Backends;

/// <summary>The arithmetic of a plan; states and reductions are float64 in both.</summary>
public enum Precision
{
    /// <summary>IEEE binary64.</summary>
    Float64,

    /// <summary>IEEE binary32.</summary>
    Float32,
}
