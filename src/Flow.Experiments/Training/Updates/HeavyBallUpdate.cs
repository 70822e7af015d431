using Flow.Integrators.Spaces;

namespace Flow.Experiments.Training.Updates;

/// <summary>
/// b+ = mu b + F(z), z+ = z + eta b+, b = 0 at the start: momentum as PyTorch has it, without dampening.
/// </summary>
/// <remarks>
/// Source: B. Polyak, "Some methods of speeding up the convergence of iteration methods", 1964; the form in which eta
/// multiplies b is that of torch.optim.SGD.
/// </remarks>
/// <param name="space">The space of the state.</param>
/// <param name="momentum">mu in [0, 1).</param>
public sealed class HeavyBallUpdate(IVectorSpace space, double momentum) : UpdateRule(space)
{
    private readonly Vector _buffer = space.Allocate();

    /// <inheritdoc />
    public override void Apply(Vector state, Vector velocity, double rate, long step, Vector next)
    {
        Space.LinearCombination(_buffer, momentum, _buffer, 1, [1.0], [velocity]);
        Space.LinearCombination(next, 1, state, rate, [1.0], [_buffer]);
    }

    /// <inheritdoc />
    public override void Save(BinaryWriter writer) => SaveVector(_buffer, writer);

    /// <inheritdoc />
    public override void Load(BinaryReader reader) => LoadVector(_buffer, reader);
}
