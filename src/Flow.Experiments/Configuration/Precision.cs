namespace Flow.Experiments.Configuration;

/// <summary>The arithmetic of the compiled plan; the state and all reductions are always float64.</summary>
public enum Precision
{
    /// <summary>IEEE double precision.</summary>
    Float64,

    /// <summary>IEEE single precision.</summary>
    Float32,
}
