using Flow.Integrators.Spaces;

namespace Flow.Integrators.Explicit;

/// <summary>A sum over the stages with nonzero weight, sum_i w_i k_i, ready for one fused pass.</summary>
internal sealed class StageCombination
{
    private readonly int[] _stages;
    private readonly double[] _weights;
    private readonly Vector[] _terms;

    public StageCombination(IReadOnlyList<double> weights)
    {
        _stages = [.. Enumerable.Range(0, weights.Count).Where(i => weights[i] != 0)];
        _weights = [.. _stages.Select(i => weights[i])];
        _terms = new Vector[_stages.Length];
    }

    /// <summary>The nonzero weights.</summary>
    public ReadOnlySpan<double> Weights => _weights;

    /// <summary>The stages that they belong to.</summary>
    public ReadOnlySpan<Vector> Terms => _terms;

    /// <summary>Takes the stage vectors anew after two of them changed places.</summary>
    public void Bind(Vector[] stages)
    {
        for (var i = 0; i < _stages.Length; i++)
        {
            _terms[i] = stages[_stages[i]];
        }
    }
}
