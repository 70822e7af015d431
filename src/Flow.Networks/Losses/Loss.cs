using Flow.Symbolic.Expressions;

namespace Flow.Networks.Losses;

/// <summary>A loss l(u, y), summed over outputs and samples.</summary>
public abstract class Loss
{
    /// <summary>The name in experiment files.</summary>
    public abstract string Name { get; }

    /// <summary>True where l is a quadratic polynomial of u, so that rho has a closed-form equilibrium.</summary>
    public abstract bool IsQuadratic { get; }

    /// <summary>sum_n sum_c l(u_nc, y_nc), a scalar.</summary>
    /// <param name="outputs">U, samples x outputs.</param>
    /// <param name="targets">Y, samples x outputs.</param>
    public abstract Expr Total(Expr outputs, Expr targets);
}
