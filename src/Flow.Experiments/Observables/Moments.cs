namespace Flow.Experiments.Observables;

/// <summary>Means over the samples of products of the outputs f and targets.</summary>
internal static class Moments
{
    /// <summary>&lt;Y, F&gt;/N.</summary>
    public static double TargetsTimesOutputs(FlowSnapshot snapshot)
    {
        var sum = 0.0;
        for (var i = 0; i < snapshot.Normalized.Length; i++)
        {
            sum += snapshot.Data.Targets[i] * snapshot.Normalized[i];
        }

        return sum / snapshot.Data.Count;
    }

    /// <summary>The mean of |f| over samples and outputs.</summary>
    public static double Absolute(FlowSnapshot snapshot)
    {
        var sum = 0.0;
        foreach (var f in snapshot.Normalized)
        {
            sum += Math.Abs(f);
        }

        return sum / snapshot.Normalized.Length;
    }

    /// <summary>||F||^2/N.</summary>
    public static double Squared(FlowSnapshot snapshot)
    {
        var sum = 0.0;
        foreach (var f in snapshot.Normalized)
        {
            sum += f * f;
        }

        return sum / snapshot.Data.Count;
    }
}
