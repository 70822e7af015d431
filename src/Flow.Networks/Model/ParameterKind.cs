namespace Flow.Networks.Model;

/// <summary>What a trainable tensor does.</summary>
public enum ParameterKind
{
    /// <summary>A weight W_k.</summary>
    Weight,

    /// <summary>A bias b_k.</summary>
    Bias,

    /// <summary>The scale gamma_k of an affine batch norm.</summary>
    Gain,

    /// <summary>The shift beta_k of an affine batch norm.</summary>
    Shift,
}
