using Flow.Symbolic.Expressions;

namespace Flow.Networks.Parametrizations;

/// <summary>What a state variable is.</summary>
public enum StateRole
{
    /// <summary>A weight matrix W_k.</summary>
    Weight,

    /// <summary>A direction V_k on the unit sphere.</summary>
    Direction,

    /// <summary>The scale rho of the output.</summary>
    Scale,

    /// <summary>The scale g_k of a layer.</summary>
    LayerScale,

    /// <summary>The vector v_k of any norm whose direction is that of a layer.</summary>
    LayerDirection,

    /// <summary>A bias b_k, outside every norm.</summary>
    Free,

    /// <summary>The scale gamma_k of an affine batch norm, outside every norm.</summary>
    Gain,

    /// <summary>The shift beta_k of an affine batch norm, outside every norm.</summary>
    Shift,
}

/// <summary>One block of the state of a flow.</summary>
/// <param name="Variable">Its symbol; the name is that of the block, of columns and of NPZ entries.</param>
/// <param name="Role">What it is.</param>
/// <param name="Layer">The layer k it belongs to; 0 for what belongs to the whole network.</param>
public sealed record StateVariable(Variable Variable, StateRole Role, int Layer)
{
    /// <summary>True where the block stays on the sphere of Frobenius norm 1.</summary>
    public bool HasUnitNorm => Role == StateRole.Direction;

    /// <summary>True for a parameter outside every norm.</summary>
    public bool IsFree => Role is StateRole.Free or StateRole.Gain or StateRole.Shift;
}
