using System.Collections.Immutable;
using Flow.Symbolic.Differentiation;
using Flow.Symbolic.Expressions;

namespace Flow.Networks.Derivation;

/// <summary>
/// The flow that small discrete steps follow to second order, z' = F(z) - kappa P (DF(z) F(z)), where P projects each
/// direction onto the tangent space of its sphere and F is the right-hand side of a derived system; for plain steps
/// kappa = eta/2, which adds (eta/4) ||grad E||^2 to the objective E where there are no constraints.
/// </summary>
/// <remarks>
/// Source: E. Hairer, C. Lubich, G. Wanner, "Geometric Numerical Integration", 2006, IX.1; D. Barrett, B. Dherin,
/// "Implicit Gradient Regularization", 2021, eq. 7. The retraction of a step to a sphere has the normal part
/// -(eta^2/2) ||F||^2 z of the exact flow already, so that only the tangential part of DF F is missing.
/// </remarks>
public static class ModifiedFlow
{
    /// <summary>kappa.</summary>
    public static Variable Correction { get; } = Variable.Of("kappa");

    /// <summary>The right-hand side for each block of the state, in its order.</summary>
    /// <param name="system">The derived system with the layers in place.</param>
    public static ImmutableArray<Expr> Velocities(ConcreteSystem system)
    {
        var along = new JacobianVectorProduct(system.State.Zip(
            system.Velocities, static (s, velocity) => new KeyValuePair<Expr, Expr>(s.Variable, velocity)));
        return
        [
            .. system.State.Zip(system.Velocities, (s, velocity) =>
            {
                var change = along.Of(velocity);
                var tangential = s.HasUnitNorm ? WithoutRadialPart(change, s.Variable) : change;
                return velocity - Algebra.Scale(Correction, tangential);
            }),
        ];
    }

    private static Expr WithoutRadialPart(Expr change, Variable direction) => change - Algebra.Scale(
        Algebra.Inner(direction, change) * Power.Of(Algebra.SquaredNorm(direction), -1), direction);
}
