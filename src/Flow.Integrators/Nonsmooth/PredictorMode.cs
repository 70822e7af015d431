namespace Flow.Integrators.Nonsmooth;

/// <summary>Where a predictor-corrector method evaluates the field.</summary>
public enum PredictorMode
{
    /// <summary>At the predicted point only: one evaluation for each step.</summary>
    Pec,

    /// <summary>At the predicted and again at the corrected point: two evaluations, larger stable steps.</summary>
    Pece,
}
