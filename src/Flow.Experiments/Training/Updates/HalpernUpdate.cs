using Flow.Integrators.Spaces;

namespace Flow.Experiments.Training.Updates;

/// <summary>
/// z+ = (1 - s_t)(z + eta F(z)) with s_t = 1/(t + 2), t = 0, 1, ..: the anchored iteration
/// z+ = (1 - s_t) T(z) + s_t a towards the anchor a = 0, which finds the fixed point of T of smallest norm.
/// </summary>
/// <remarks>
/// Source: B. Halpern, "Fixed points of nonexpanding maps", 1967; with T a gradient step: A. Banburski et al.,
/// "Theory III: Dynamics and Generalization in Deep Networks", 2019.
/// </remarks>
/// <param name="space">The space of the state.</param>
public sealed class HalpernUpdate(IVectorSpace space) : UpdateRule(space)
{
    /// <inheritdoc />
    public override void Apply(Vector state, Vector velocity, double rate, long step, Vector next)
    {
        var kept = (step + 1.0) / (step + 2.0);
        Space.LinearCombination(next, kept, state, kept * rate, [1.0], [velocity]);
    }
}
