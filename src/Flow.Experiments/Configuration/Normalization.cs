namespace Flow.Experiments.Configuration;

/// <summary>How inputs are rescaled before anything else sees them.</summary>
public enum Normalization
{
    /// <summary>Inputs as they are (pixels divided by 255).</summary>
    None,

    /// <summary>Each input divided by its l2 norm; an input that is zero stays zero.</summary>
    Unit,

    /// <summary>Each column to mean 0 and deviation 1 over the training part; constant columns become 0.</summary>
    Standardize,

    /// <summary>Standardize, then unit.</summary>
    StandardizeUnit,
}
