using System.Collections.Immutable;
using Flow.Networks.Parametrizations;
using Flow.Symbolic.Differentiation;
using Flow.Symbolic.Expressions;

namespace Flow.Networks.Derivation;

/// <summary>
/// The flow that small discrete steps follow to second order, z' = F(z) - kappa P (DF(z) F(z)), where P projects each
/// direction onto the tangent space of its sphere and F is the right-hand side of a derived system; for plain steps
/// kappa = eta/2. It is minus the gradient, on the spheres the Riemannian one, of E + (kappa/2) ||F||^2: with
/// G = -F the gradient of E, P DG G is that of ||G||^2/2.
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
        var along = Along(system, system.Velocities);
        return [.. system.State.Zip(system.Velocities, (s, velocity) => Motion(s, velocity, along.Of(velocity)))];
    }

    /// <summary>E + (kappa/2) ||F||^2, which falls along the modified flow.</summary>
    /// <param name="system">The derived system with the layers in place.</param>
    public static Expr Objective(ConcreteSystem system) => Objective(system.Objective, system.Velocities);

    /// <summary>dE/dt along the modified flow, E the objective of the flow itself.</summary>
    /// <param name="system">The derived system with the layers in place.</param>
    public static Expr EnergyRate(ConcreteSystem system) =>
        Along(system, Velocities(system)).Of(system.Objective);

    /// <summary>s' = F_s - kappa P (DF_s F), one form for what is printed and what is compiled.</summary>
    /// <param name="state">s.</param>
    /// <param name="velocity">F_s.</param>
    /// <param name="change">DF_s F.</param>
    internal static Expr Motion(StateVariable state, Expr velocity, Expr change)
    {
        var tangential = state.HasUnitNorm ? WithoutRadialPart(change, state.Variable) : change;
        return velocity - Algebra.Scale(Correction, tangential);
    }

    /// <summary>E + (kappa/2) sum of ||F_s||^2.</summary>
    /// <param name="objective">E.</param>
    /// <param name="velocities">F_s for each block.</param>
    internal static Expr Objective(Expr objective, IEnumerable<Expr> velocities) =>
        objective + Algebra.Scale(new Rational(1, 2) * Correction, Sum.Of(velocities.Select(Algebra.SquaredNorm)));

    private static JacobianVectorProduct Along(ConcreteSystem system, IEnumerable<Expr> velocities) =>
        new(system.State.Zip(velocities, static (s, velocity) => new KeyValuePair<Expr, Expr>(s.Variable, velocity)));

    private static Expr WithoutRadialPart(Expr change, Variable direction) => change - Algebra.Scale(
        Algebra.Inner(direction, change) * Power.Of(Algebra.SquaredNorm(direction), -1), direction);
}
