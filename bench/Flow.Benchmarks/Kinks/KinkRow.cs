using Flow.Integrators;

namespace Flow.Benchmarks.Kinks;

/// <summary>The outputs of a flow at a time.</summary>
/// <param name="Time">t.</param>
/// <param name="Counts">What was counted up to the step with t inside.</param>
/// <param name="Seconds">Seconds of the processor up to it.</param>
/// <param name="Outputs">rho f_n.</param>
internal sealed record KinkRow(double Time, IntegrationStatistics Counts, double Seconds, double[] Outputs)
{
    /// <summary>Right-hand sides, a forward pass as a third and a pass of one sample as 1/N of one.</summary>
    public double Cost => Counts.FieldEvaluations + (Counts.Kinks.Forwards / 3.0)
        + ((double)Counts.Kinks.SampleEvaluations / Outputs.Length);

    /// <summary>The largest difference of an output from the same of another solution.</summary>
    public double Error(double[] other) =>
        Outputs.Zip(other, static (own, expected) => Math.Abs(own - expected)).Max();
}
