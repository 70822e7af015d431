namespace Flow.Experiments.Observables;

/// <summary>An observable with one column for each layer.</summary>
/// <param name="Name">The name before the layer's number.</param>
/// <param name="Formula">Its definition.</param>
/// <param name="Values">Gives the values, layer by layer.</param>
/// <param name="Count">The number of layers it has values for.</param>
internal sealed record LayerObservable(
    string Name, string Formula, Func<FlowSnapshot, double[]> Values, Func<ObservableContext, int> Count)
    : Observable(Name, Formula, "1")
{
    /// <inheritdoc />
    public override string ColumnPattern => $"{Name}_1 .. {Name}_L";

    /// <inheritdoc />
    public override bool Applies(ObservableContext context) => Count(context) > 0;

    /// <inheritdoc />
    public override int Columns(ObservableContext context) => Count(context);

    /// <inheritdoc />
    public override IEnumerable<string> ColumnNames(ObservableContext context) =>
        Enumerable.Range(1, Count(context)).Select(layer => $"{Name}_{layer}");

    /// <inheritdoc />
    public override void Compute(FlowSnapshot snapshot, Span<double> values) => Values(snapshot).CopyTo(values);
}
