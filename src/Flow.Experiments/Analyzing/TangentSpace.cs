using Flow.Experiments.Analyzing.Spectra;
using Flow.Experiments.Running;
using Flow.Networks.Derivation;
using Flow.Networks.Parametrizations;

namespace Flow.Experiments.Analyzing;

/// <summary>
/// The directions in which the state of a flow can move: those orthogonal to each V_k (lagrange) or v_k (weight-norm),
/// whose norms the flow keeps, and all others. Its orthonormal basis at a state is made of one Householder reflection
/// for each sphere.
/// </summary>
public sealed class TangentSpace
{
    private readonly (int Offset, int Length)[] _spheres;
    private readonly double[] _radii;
    private readonly double[] _reflectors;

    /// <summary>Finds the spheres of a system.</summary>
    /// <param name="system">The derived system.</param>
    /// <param name="state">A state, whose norms are those of the spheres.</param>
    public TangentSpace(FlowSystem system, ReadOnlySpan<double> state)
    {
        var spheres = new List<(int, int)>();
        var offset = 0;
        foreach (var (variable, length) in system.State.Zip(StateVector.BlockLengths(system)))
        {
            if (variable.Role is StateRole.Direction or StateRole.LayerDirection)
            {
                spheres.Add((offset, length));
            }

            offset += length;
        }

        _spheres = [.. spheres];
        _radii = new double[_spheres.Length];
        for (var i = 0; i < _radii.Length; i++)
        {
            _radii[i] = RealVectors.Norm(state.Slice(_spheres[i].Offset, _spheres[i].Length));
        }

        StateLength = offset;
        _reflectors = new double[offset];
        MoveTo(state);
    }

    /// <summary>The length of the state.</summary>
    public int StateLength { get; }

    /// <summary>The number of spheres.</summary>
    public int Spheres => _spheres.Length;

    /// <summary>D, the length of the state less the number of spheres.</summary>
    public int Dimension => StateLength - Spheres;

    /// <summary>Takes the basis at a state.</summary>
    /// <param name="state">The state.</param>
    public void MoveTo(ReadOnlySpan<double> state)
    {
        foreach (var (offset, length) in _spheres)
        {
            var h = _reflectors.AsSpan(offset, length);
            state.Slice(offset, length).CopyTo(h);
            RealVectors.Scale(1 / RealVectors.Norm(h), h);
            h[0] += h[0] >= 0 ? 1 : -1;
            RealVectors.Scale(Math.Sqrt(2) / RealVectors.Norm(h), h);
        }
    }

    /// <summary>The direction with the given coordinates.</summary>
    /// <param name="coordinates">c, D numbers.</param>
    /// <param name="direction">Receives Q c, as long as the state.</param>
    public void Expand(ReadOnlySpan<double> coordinates, Span<double> direction)
    {
        var (from, at) = (0, 0);
        foreach (var (offset, length) in _spheres)
        {
            coordinates.Slice(from, offset - at).CopyTo(direction[at..]);
            from += offset - at;
            var block = direction.Slice(offset, length);
            block[0] = 0;
            coordinates.Slice(from, length - 1).CopyTo(block[1..]);
            Reflect(offset, block);
            from += length - 1;
            at = offset + length;
        }

        coordinates[from..].CopyTo(direction[at..]);
    }

    /// <summary>The coordinates of the tangential part of a direction.</summary>
    /// <param name="direction">d, as long as the state; it is overwritten.</param>
    /// <param name="coordinates">Receives Q^T d, D numbers.</param>
    public void Compress(Span<double> direction, Span<double> coordinates)
    {
        var (to, at) = (0, 0);
        foreach (var (offset, length) in _spheres)
        {
            direction[at..offset].CopyTo(coordinates[to..]);
            to += offset - at;
            var block = direction.Slice(offset, length);
            Reflect(offset, block);
            block[1..].CopyTo(coordinates[to..]);
            to += length - 1;
            at = offset + length;
        }

        direction[at..].CopyTo(coordinates[to..]);
    }

    /// <summary>Scales each sphere's block to its norm.</summary>
    /// <param name="state">The state, changed in place.</param>
    public void Retract(Span<double> state)
    {
        for (var i = 0; i < _spheres.Length; i++)
        {
            var block = state.Slice(_spheres[i].Offset, _spheres[i].Length);
            RealVectors.Scale(_radii[i] / RealVectors.Norm(block), block);
        }
    }

    private void Reflect(int offset, Span<double> block)
    {
        var h = _reflectors.AsSpan(offset, block.Length);
        RealVectors.Add(-RealVectors.Dot(h, block), h, block);
    }
}
