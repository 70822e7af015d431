namespace Flow.Integrators.Sundials;

/// <summary>What the local error of CVODE is measured against.</summary>
public enum CvodeWeights
{
    /// <summary>Each entry against atol + rtol |y_i|, root mean square: as the one-step methods and `bdf`.</summary>
    Entries,

    /// <summary>Each named block against atol sqrt(n_b) + rtol max(u, ||y_b||), u = 1 where the problem keeps norms at
    /// 1, else 0, root mean square over the blocks: as `deflated-adams`.</summary>
    Blocks,
}
