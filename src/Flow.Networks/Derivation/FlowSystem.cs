using System.Collections.Immutable;
using Flow.Networks.Model;
using Flow.Networks.Parametrizations;
using Flow.Symbolic.Expressions;

namespace Flow.Networks.Derivation;

/// <summary>
/// The derived equations of a gradient flow with the network opaque; the same objects are printed and, with the
/// layers put in, compiled.
/// </summary>
/// <param name="Model">The network.</param>
/// <param name="Parametrization">How its weights are written.</param>
/// <param name="Decay">What is penalised.</param>
/// <param name="State">The blocks of the state.</param>
public sealed record FlowSystem(
    NetworkModel Model, Parametrization Parametrization, WeightDecay Decay, ImmutableArray<StateVariable> State)
{
    /// <summary>f(V_1, .., V_L; X), samples x outputs.</summary>
    public required OpaqueFunction Function { get; init; }

    /// <summary>The raw output u, what the loss sees, samples x outputs.</summary>
    public required Expr RawOutput { get; init; }

    /// <summary>(1/N) sum_n l(u_n, y_n).</summary>
    public required Expr Loss { get; init; }

    /// <summary>The loss plus weight decay.</summary>
    public required Expr Objective { get; init; }

    /// <summary>One equation for each block of the state, in its order.</summary>
    public required ImmutableArray<FlowEquation> Equations { get; init; }

    /// <summary>The multipliers nu_k, where the parametrization has constraints.</summary>
    public required ImmutableArray<Multiplier> Multipliers { get; init; }

    /// <summary>rho where rho' = 0, or null where it has no closed form.</summary>
    public required Expr? Equilibrium { get; init; }

    /// <summary>The quantities examined, with their laws.</summary>
    public required ImmutableArray<Invariant> Invariants { get; init; }

    /// <summary>dE/dt along the flow, the inner product of the gradient of the objective and the velocity.</summary>
    public required Expr EnergyRate { get; init; }

    /// <summary>The steps of the derivation in order.</summary>
    public required ImmutableArray<DerivationStep> Steps { get; init; }

    /// <summary>The rules it was derived with.</summary>
    public required DerivationRules Rules { get; init; }

    /// <summary>The same system with the network's layers in place of f.</summary>
    public ConcreteSystem Concretize() => new(this);
}
