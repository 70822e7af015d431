namespace Flow.Experiments.Observables;

/// <summary>A quantity that is recorded along a run: one column, or one for each layer.</summary>
/// <param name="Name">The name of the column; columns for layers are called name_1 .. name_L.</param>
/// <param name="Formula">Its definition.</param>
/// <param name="Unit">Its unit.</param>
public abstract record Observable(string Name, string Formula, string Unit)
{
    /// <summary>How it depends on the state.</summary>
    public ObservableDependence Dependence { get; init; } = ObservableDependence.Continuous;

    /// <summary>Whether it is a continuous function of the state: not a count, nor a property of steps.</summary>
    public bool IsContinuous => Dependence == ObservableDependence.Continuous;

    /// <summary>Whether it depends on the velocity, which at a kink is another on each side.</summary>
    public bool JumpsAtKinks { get; init; }

    /// <summary>Whether it does in networks with biases only: &lt;V, G&gt; has m z without them, which is 0 on a kink,
    /// and m (z - b) with them.</summary>
    public bool JumpsAtKinksWithBiases { get; init; }

    /// <summary>Whether it may have two values on a kink.</summary>
    /// <param name="hasBiases">Whether the network has biases.</param>
    public bool MayJumpAtKinks(bool hasBiases) => JumpsAtKinks || (hasBiases && JumpsAtKinksWithBiases);

    /// <summary>The names of its columns for a network of L layers, as in norm_1 .. norm_L.</summary>
    public virtual string ColumnPattern => Name;

    /// <summary>Whether it has a value in a run.</summary>
    /// <param name="context">The run.</param>
    public virtual bool Applies(ObservableContext context) => true;

    /// <summary>The number of columns: 1, or the number of layers.</summary>
    /// <param name="context">The run.</param>
    public virtual int Columns(ObservableContext context) => 1;

    /// <summary>The names of its columns.</summary>
    /// <param name="context">The run.</param>
    public virtual IEnumerable<string> ColumnNames(ObservableContext context) => [Name];

    /// <summary>Computes the values.</summary>
    /// <param name="snapshot">The state of the run.</param>
    /// <param name="values">Receives one value for each column.</param>
    public abstract void Compute(FlowSnapshot snapshot, Span<double> values);
}
