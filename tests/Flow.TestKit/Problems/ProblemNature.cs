namespace Flow.TestKit.Problems;

/// <summary>What an initial value problem asks of a solver.</summary>
public enum ProblemNature
{
    /// <summary>Explicit methods are limited by accuracy.</summary>
    Nonstiff,

    /// <summary>Stiff with a real negative spectrum, within reach of explicit and stabilized methods.</summary>
    Parabolic,

    /// <summary>Stiff chemistry with an unsymmetric Jacobian, within reach of explicit one-step methods.</summary>
    MildlyStiff,

    /// <summary>For implicit methods.</summary>
    Stiff,
}
