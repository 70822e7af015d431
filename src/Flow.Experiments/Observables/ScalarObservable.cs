namespace Flow.Experiments.Observables;

/// <summary>An observable with one column.</summary>
/// <param name="Name">The name of the column.</param>
/// <param name="Formula">Its definition.</param>
/// <param name="Value">Computes it.</param>
/// <param name="Condition">Whether it has a value in a run; always where absent.</param>
internal sealed record ScalarObservable(
    string Name, string Formula, Func<FlowSnapshot, double> Value, Func<ObservableContext, bool>? Condition = null)
    : Observable(Name, Formula, "1")
{
    /// <inheritdoc />
    public override bool Applies(ObservableContext context) => Condition is null || Condition(context);

    /// <inheritdoc />
    public override void Compute(FlowSnapshot snapshot, Span<double> values) => values[0] = Value(snapshot);
}
