namespace Flow.Integrators.StepControl;

/// <summary>The step controllers that an adaptive one-step method can be driven by.</summary>
public enum StepControllerKind
{
    /// <summary><see cref="PiController"/>: smooth steps, also where stability limits them.</summary>
    Pi,

    /// <summary><see cref="PredictiveController"/>: follows errors that grow or fall steadily from step to
    /// step.</summary>
    Predictive,
}
