using Flow.Integrators.Spaces;

namespace Flow.Experiments.Training.Updates;

/// <summary>
/// b+ = mu b + F(z), z+ = z + eta (F(z) + mu b+), b = 0 at the start: momentum that looks ahead, as PyTorch has it.
/// </summary>
/// <remarks>
/// Source: Y. Nesterov, "A method for solving the convex programming problem with convergence rate O(1/k^2)", 1983; the
/// form is that of I. Sutskever et al., "On the importance of initialization and momentum in deep learning", 2013, in
/// the variables of torch.optim.SGD.
/// </remarks>
/// <param name="space">The space of the state.</param>
/// <param name="momentum">mu in [0, 1).</param>
public sealed class NesterovUpdate(IVectorSpace space, double momentum) : UpdateRule(space)
{
    private readonly Vector _buffer = space.Allocate();

    /// <inheritdoc />
    public override void Apply(Vector state, Vector velocity, double rate, long step, Vector next)
    {
        Space.LinearCombination(_buffer, momentum, _buffer, 1, [1.0], [velocity]);
        Space.LinearCombination(next, 1, state, rate, [1.0, momentum], [velocity, _buffer]);
    }

    /// <inheritdoc />
    public override void Save(BinaryWriter writer) => SaveVector(_buffer, writer);

    /// <inheritdoc />
    public override void Load(BinaryReader reader) => LoadVector(_buffer, reader);
}
