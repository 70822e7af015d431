namespace Flow.Experiments.Configuration;

/// <summary>What the weight decay lambda multiplies.</summary>
public enum DecayTarget
{
    /// <summary>lambda rho^2, with rho the product of the layer norms.</summary>
    Rho,

    /// <summary>lambda sum_k ||W_k||_F^2.</summary>
    Layers,
}
