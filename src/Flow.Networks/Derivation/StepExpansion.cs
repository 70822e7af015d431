using Flow.Symbolic.Expressions;

namespace Flow.Networks.Derivation;

/// <summary>
/// What the modified flow of discrete steps is made of: with h = eta/(1 - mu), kappa = (h/2) (1 + mu)/(1 - mu), less
/// mu h with Nesterov momentum, and the start R(z_0 - delta F(z_0)), delta = h mu/(1 - mu) or h mu^2/(1 - mu).
/// </summary>
/// <remarks>
/// Steps obey z_{n+1} - z_n = mu (z_n - z_{n-1}) + eta F_n, with Nesterov momentum + mu eta (F_n - F_{n-1}) more. A
/// smooth curve through them with z_n = z(n h) has z' = F - kappa z'' (A. Ghosh, H. Lyu, X. Zhang, R. Wang, "Implicit
/// regularization in heavy-ball momentum accelerated stochastic gradient descent", 2023, for heavy balls). The first
/// steps, from rest, fall behind by h mu^n F each (mu^(n+1) with Nesterov momentum), together by delta F.
/// </remarks>
/// <param name="hasMomentum">Whether mu is above 0.</param>
/// <param name="isNesterov">Whether momentum looks ahead.</param>
public sealed class StepExpansion(bool hasMomentum, bool isNesterov)
{
    /// <summary>eta, the learning rate.</summary>
    public static Variable Rate { get; } = Variable.Of("eta");

    /// <summary>mu, the momentum.</summary>
    public static Variable Momentum { get; } = Variable.Of("mu");

    private static Expr Rest => 1 - (Expr)Momentum;

    /// <summary>kappa.</summary>
    public Expr Correction => !hasMomentum ? new Rational(1, 2) * (Expr)Rate
        : isNesterov ? HeavyBall - ((Expr)Rate * Momentum / Rest)
        : HeavyBall;

    /// <summary>delta.</summary>
    public Expr Delay => !hasMomentum ? 0
        : Rate * Power.Of(Momentum, isNesterov ? 2 : 1) * Power.Of(Rest, -2);

    private static Expr HeavyBall => new Rational(1, 2) * (Rate * (1 + (Expr)Momentum) * Power.Of(Rest, -2));
}
