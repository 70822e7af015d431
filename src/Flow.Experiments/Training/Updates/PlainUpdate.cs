using Flow.Integrators.Spaces;

namespace Flow.Experiments.Training.Updates;

/// <summary>z+ = z + eta F(z), the explicit Euler step of the flow.</summary>
/// <param name="space">The space of the state.</param>
public sealed class PlainUpdate(IVectorSpace space) : UpdateRule(space)
{
    /// <inheritdoc />
    public override void Apply(Vector state, Vector velocity, double rate, long step, Vector next) =>
        Space.LinearCombination(next, 1, state, rate, [1.0], [velocity]);
}
