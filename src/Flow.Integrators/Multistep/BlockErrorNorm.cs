using Flow.Integrators.Spaces;

namespace Flow.Integrators.Multistep;

/// <summary>The block-wise size of an error e, sqrt((1/B) sum_b (||e_b|| / w_b)^2) over the B named blocks of the
/// space, with w_b = atol sqrt(n_b) + rtol max(u, ||y_b||), n_b the entries of the block, and u = 1 where the problem
/// keeps norms at 1, else 0.</summary>
/// <remarks>A gradient flow mixes all entries of a layer, so it is the layer's change that counts, not that of its
/// smallest entries. Where the tolerances ask for the maximum norm it is max_i |e_i| / (atol + rtol |y_i|).
/// </remarks>
internal sealed class BlockErrorNorm
{
    private readonly IVectorSpace _space;
    private readonly Tolerances _tolerances;
    private readonly double _unit;
    private readonly double[] _norms;
    private readonly double[] _weights;
    private readonly double[] _one = [1];
    private readonly Vector[] _single = new Vector[1];
    private Vector _start;

    public BlockErrorNorm(IVectorSpace space, Tolerances tolerances, bool keepsNorms)
    {
        (_space, _tolerances, _unit) = (space, tolerances, keepsNorms ? 1 : 0);
        _start = space.Allocate();
        _norms = new double[space.Layout.Blocks.Length];
        _weights = new double[_norms.Length];
    }

    /// <summary>Takes the weights of the blocks from the state at the start of a step.</summary>
    public void MeasureFrom(Vector start)
    {
        (_start, _single[0]) = (start, start);
        _space.BlockNorms(_one, _single, _norms);
        for (var b = 0; b < _weights.Length; b++)
        {
            var entries = _space.Layout.Blocks[b].Length;
            _weights[b] = (_tolerances.Absolute * Math.Sqrt(entries))
                + (_tolerances.Relative * Math.Max(_unit, _norms[b]));
        }
    }

    /// <summary>The size of e = sum_i weights[i] terms[i]; not finite where e is not.</summary>
    public double Of(ReadOnlySpan<double> weights, ReadOnlySpan<Vector> terms)
    {
        if (_tolerances.Norm == ErrorNormKind.Maximum)
        {
            return _space.WeightedNorm(1, weights, terms, _start, _start, _tolerances).Maximum;
        }

        _space.BlockNorms(weights, terms, _norms);
        var sum = 0.0;
        for (var b = 0; b < _norms.Length; b++)
        {
            var ratio = _norms[b] / _weights[b];
            sum += ratio * ratio;
        }

        return Math.Sqrt(sum / _norms.Length);
    }

    /// <summary>The component to be named in a report: the first that is not finite, or the largest relative to its own
    /// tolerance.</summary>
    public int Worst(ReadOnlySpan<double> weights, ReadOnlySpan<Vector> terms) =>
        _space.WeightedNorm(1, weights, terms, _start, _start, _tolerances).WorstIndex;
}
