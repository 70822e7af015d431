using Flow.Experiments.Configuration;

namespace Flow.Experiments.Data;

/// <summary>Records as a source gives them: inputs N x d, labels, and real targets from a teacher.</summary>
internal sealed record RawRecords(double[] Inputs, int[] Labels, int Dimension)
{
    public InputShape? Shape { get; init; }

    public double[]? Values { get; init; }

    public int Count => Labels.Length;

    /// <summary>The records at some indices, in that order.</summary>
    public RawRecords Select(ReadOnlySpan<int> indices)
    {
        var inputs = new double[indices.Length * Dimension];
        var labels = new int[indices.Length];
        double[]? values = Values is null ? null : new double[indices.Length];
        for (int n = 0; n < indices.Length; n++)
        {
            Inputs.AsSpan(indices[n] * Dimension, Dimension).CopyTo(inputs.AsSpan(n * Dimension));
            labels[n] = Labels[indices[n]];
            if (values is not null)
            {
                values[n] = Values![indices[n]];
            }
        }

        return this with { Inputs = inputs, Labels = labels, Values = values };
    }
}
