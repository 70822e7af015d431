namespace Flow.Networks.Parametrizations;

/// <summary>What weight decay penalises; the two are different systems with different equilibria.</summary>
public enum DecayTarget
{
    /// <summary>The squared product of the layers' norms, rho^2.</summary>
    Rho,

    /// <summary>The sum of the layers' squared norms.</summary>
    Layers,
}
