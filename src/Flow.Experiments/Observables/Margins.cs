using Flow.Experiments.Data;

namespace Flow.Experiments.Observables;

/// <summary>
/// Margins of outputs: y_n u_n for +-1 targets, u_y - max_{j != y} u_j for one-hot targets; divided by rho they are
/// the normalized margins.
/// </summary>
internal static class Margins
{
    /// <summary>The smallest margin.</summary>
    public static double Smallest(Dataset data, double[] outputs)
    {
        var smallest = double.PositiveInfinity;
        for (var n = 0; n < data.Count; n++)
        {
            smallest = Math.Min(smallest, Of(data, outputs, n));
        }

        return smallest;
    }

    /// <summary>The mean margin.</summary>
    public static double Mean(Dataset data, double[] outputs)
    {
        var sum = 0.0;
        for (var n = 0; n < data.Count; n++)
        {
            sum += Of(data, outputs, n);
        }

        return sum / data.Count;
    }

    /// <summary>The standard deviation over the samples, divisor N.</summary>
    public static double Deviation(Dataset data, double[] outputs)
    {
        var (mean, sum) = (Mean(data, outputs), 0.0);
        for (var n = 0; n < data.Count; n++)
        {
            var difference = Of(data, outputs, n) - mean;
            sum += difference * difference;
        }

        return Math.Sqrt(sum / data.Count);
    }

    /// <summary>The fraction of samples whose margin is not positive; NaN where a margin is.</summary>
    public static double Errors(Dataset data, double[] outputs)
    {
        var errors = 0;
        for (var n = 0; n < data.Count; n++)
        {
            var margin = Of(data, outputs, n);
            if (double.IsNaN(margin))
            {
                return double.NaN;
            }

            errors += margin > 0 ? 0 : 1;
        }

        return (double)errors / data.Count;
    }

    /// <summary>Whether the targets name classes, so that margins exist.</summary>
    public static bool Exist(Dataset data) => data.Labels.Length == data.Count;

    private static double Of(Dataset data, double[] outputs, int n)
    {
        var row = outputs.AsSpan(n * data.Outputs, data.Outputs);
        var targets = data.Targets.AsSpan(n * data.Outputs, data.Outputs);
        if (row.Length == 1)
        {
            return targets[0] * row[0];
        }

        var correct = targets.IndexOf(1.0);
        var best = double.NegativeInfinity;
        for (var j = 0; j < row.Length; j++)
        {
            best = j == correct ? best : Math.Max(best, row[j]);
        }

        return row[correct] - best;
    }
}
