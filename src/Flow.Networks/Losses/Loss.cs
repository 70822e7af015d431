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

    /// <summary>True where the loss has kinks in u.</summary>
    public virtual bool HasKinks => false;

    /// <summary>The functions of U and Y, samples x outputs, whose zeros are the kinks of the loss in u.</summary>
    /// <param name="outputs">U, samples x outputs.</param>
    /// <param name="targets">Y, samples x outputs.</param>
    public virtual IEnumerable<Expr> SwitchingFunctions(Expr outputs, Expr targets) => [];

    /// <summary>l(u_nc, y_nc), samples x outputs; null where the loss is no sum over outputs.</summary>
    /// <param name="outputs">U, samples x outputs.</param>
    /// <param name="targets">Y, samples x outputs.</param>
    public virtual Expr? Values(Expr outputs, Expr targets) => null;
}
