using Flow.Integrators.Spaces;

namespace Flow.Integrators.Constraints;

/// <summary>The product of unit spheres ||V_k||_F = 1 over chosen blocks; the retraction is V_k / ||V_k||_F, the defect
/// max_k | ||V_k||_F - 1 |.</summary>
public sealed class SphereProduct : IConstraintManifold
{
    private readonly IVectorSpace _space;
    private readonly int[] _blocks;

    /// <summary>Creates the manifold.</summary>
    /// <param name="space">The space that owns the vectors.</param>
    /// <param name="blockNames">Names of the blocks of norm 1, at least one.</param>
    /// <exception cref="ArgumentException">No name is given, or no block has the name.</exception>
    public SphereProduct(IVectorSpace space, params IEnumerable<string> blockNames)
    {
        ArgumentNullException.ThrowIfNull(space);
        _space = space;
        _blocks = [.. blockNames.Select(space.Layout.IndexOf)];
        if (_blocks.Length == 0)
        {
            throw new ArgumentException(
                "a product of spheres needs at least one block; without blocks leave the constraint null");
        }
    }

    /// <inheritdoc/>
    public double Defect(Vector state) => _space.BlockNormDefect(state, _blocks);

    /// <inheritdoc/>
    public double Retract(Vector state) => _space.NormalizeBlocks(state, _blocks);

    /// <inheritdoc/>
    public void ProjectTangent(Vector point, Vector direction) =>
        _space.RemoveRadialPart(point, direction, _blocks);
}
