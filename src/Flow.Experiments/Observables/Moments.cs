namespace Flow.Experiments.Observables;

/// <summary>Means over the samples of products of raw outputs and targets.</summary>
internal static class Moments
{
    /// <summary>&lt;Y, U&gt;/N.</summary>
    public static double TargetsTimesOutputs(FlowSnapshot snapshot)
    {
        var sum = 0.0;
        for (var i = 0; i < snapshot.Outputs.Length; i++)
        {
            sum += snapshot.Data.Targets[i] * snapshot.Outputs[i];
        }

        return sum / snapshot.Data.Count;
    }

    /// <summary>The mean of |u| over samples and outputs.</summary>
    public static double Absolute(FlowSnapshot snapshot)
    {
        var sum = 0.0;
        foreach (var u in snapshot.Outputs)
        {
            sum += Math.Abs(u);
        }

        return sum / snapshot.Outputs.Length;
    }

    /// <summary>||U||^2/N.</summary>
    public static double Squared(FlowSnapshot snapshot)
    {
        var sum = 0.0;
        foreach (var u in snapshot.Outputs)
        {
            sum += u * u;
        }

        return sum / snapshot.Data.Count;
    }
}
