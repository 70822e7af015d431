namespace Flow.Integrators.Spaces;

/// <summary>The size of an error e relative to the weights w_i = atol + rtol max(|y0_i|, |y1_i|).</summary>
/// <param name="RootMeanSquare">sqrt((1/n) sum_i (e_i / w_i)^2); NaN where e or y1 is not finite.</param>
/// <param name="Maximum">max_i |e_i / w_i|; NaN where e or y1 is not finite.</param>
/// <param name="WorstIndex">The first index where |e_i / w_i| is largest, or the first index that is not
/// finite.</param>
public readonly record struct WeightedNorm(double RootMeanSquare, double Maximum, int WorstIndex)
{
    /// <summary>Whether the error and the end point were finite.</summary>
    public bool IsFinite => !double.IsNaN(RootMeanSquare);

    /// <summary>The chosen one of the two norms.</summary>
    /// <param name="kind">Which norm the tolerances are meant for.</param>
    /// <returns>The root mean square or the maximum.</returns>
    public double Of(ErrorNormKind kind) => kind == ErrorNormKind.Maximum ? Maximum : RootMeanSquare;
}
