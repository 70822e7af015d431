namespace Flow.Experiments.Observables;

/// <summary>How an observable depends on the state of a flow, which decides what can be certified of it.</summary>
public enum ObservableDependence
{
    /// <summary>A continuous function of the state.</summary>
    Continuous,

    /// <summary>A function of the state with isolated values, such as a fraction of errors.</summary>
    Stepwise,

    /// <summary>It describes the solver's way along the flow, not the flow.</summary>
    OfTheSolver,
}
