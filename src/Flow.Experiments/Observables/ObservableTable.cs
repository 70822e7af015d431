using Flow.Experiments.Configuration;
using Flow.Experiments.Running;
using Flow.Integrators;

namespace Flow.Experiments.Observables;

/// <summary>The observables of a run as columns of a table that starts with t.</summary>
public sealed class ObservableTable
{
    /// <summary>The columns that every table starts with.</summary>
    private static readonly string[] Leading = ["rho", "loss", "objective"];

    private readonly List<(Observable Observable, int Columns)> _observables;

    private ObservableTable(IEnumerable<Observable> observables, ObservableContext context)
    {
        _observables = [.. observables.Select(observable => (observable, observable.Columns(context)))];
        Columns = ["t", .. _observables.SelectMany(pair => pair.Observable.ColumnNames(context))];
        Sources = [null, .. _observables.SelectMany(pair => Enumerable.Repeat(pair.Observable, pair.Columns))];
    }

    /// <summary>The names of the columns, t first.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>The observable of each column; null for t.</summary>
    public IReadOnlyList<Observable?> Sources { get; }

    /// <summary>The named observables that are left out because the solver steps over kinks.</summary>
    public IReadOnlyList<string> OfKinkSolvers { get; private init; } = [];

    /// <summary>The table of an experiment: the observables it names, or all that apply.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="countsKinks">Whether kink crossings are counted.</param>
    /// <param name="isDiscrete">Whether the run is discrete training.</param>
    /// <param name="tracksStiffness">Whether the run's solver tracks the stiffness.</param>
    /// <param name="isModified">Whether the run follows a modified flow; as the file says where absent.</param>
    /// <exception cref="ConfigurationException">A named observable applies to no run of the experiment.</exception>
    public static ObservableTable For(
        Experiment experiment,
        bool countsKinks,
        bool isDiscrete = false,
        bool tracksStiffness = false,
        bool? isModified = null) =>
        For(experiment, new(experiment.System, experiment.Data, countsKinks, isDiscrete)
        {
            TracksStiffness = tracksStiffness,
            IsModified = !isDiscrete && (isModified ?? experiment.Modified is not null),
        });

    /// <summary>The table of a flow: the observables that the experiment names, or all that apply.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="countsKinks">Whether kink crossings are counted.</param>
    /// <param name="solver">The solver.</param>
    /// <exception cref="ConfigurationException">A named observable applies to no run of the experiment.</exception>
    public static ObservableTable For(Experiment experiment, bool countsKinks, Solver solver) =>
        For(experiment, new(experiment.System, experiment.Data, countsKinks)
        {
            TracksStiffness = solver.TracksStiffness,
            IntegratesKinks = solver.NeedsKinks,
            IsModified = experiment.Modified is not null,
        });

    private static ObservableTable For(Experiment experiment, ObservableContext context)
    {
        var named = experiment.Config.Observables;
        if (named.Count == 0)
        {
            return new(ObservableCatalog.All.Where(observable => observable.Applies(context)), context);
        }

        foreach (var (name, i) in named.Select(static (name, i) => (name, i)))
        {
            var known = ObservableCatalog.All.FirstOrDefault(observable => observable.Name == name);
            if (known is not null && !known.Applies(context) && !known.Applies(Counterpart(context)))
            {
                throw experiment.Document.Positions.Error(
                    $"observables.{i}", $"observable '{name}' does not apply to this experiment", "leave it out");
            }
        }

        var wanted = ObservableCatalog.All.Where(observable =>
            Leading.Contains(observable.Name) || named.Contains(observable.Name) || IsPartOfGroup(observable, named));
        return new(wanted.Where(observable => observable.Applies(context)), context)
        {
            OfKinkSolvers = context.IsDiscrete ? [] : [.. wanted.Where(observable =>
                !observable.Applies(context) && observable.Applies(context with { IntegratesKinks = true }))
                .Select(static observable => observable.Name)],
        };
    }

    /// <summary>The table of all observables that apply to a flow, whether they are recorded or not.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="countsKinks">Whether kink crossings are counted.</param>
    /// <param name="integratesKinks">Whether the solver integrates through kinks.</param>
    public static ObservableTable Complete(Experiment experiment, bool countsKinks, bool integratesKinks)
    {
        var context = new ObservableContext(experiment.System, experiment.Data, countsKinks)
        {
            IntegratesKinks = integratesKinks,
            IsModified = experiment.Modified is not null,
        };
        return new(ObservableCatalog.All.Where(observable => observable.Applies(context)), context);
    }

    /// <summary>Computes one row.</summary>
    /// <param name="snapshot">The state of the run.</param>
    /// <param name="row">Receives one value for each column.</param>
    public void Fill(FlowSnapshot snapshot, Span<double> row)
    {
        row[0] = snapshot.Time;
        var position = 1;
        foreach (var (observable, columns) in _observables)
        {
            observable.Compute(snapshot, row.Slice(position, columns));
            position += columns;
        }
    }

    /// <summary>The values by the name of their column.</summary>
    /// <param name="snapshot">The state of the run.</param>
    public IReadOnlyDictionary<string, double> Values(FlowSnapshot snapshot)
    {
        var row = new double[Columns.Count];
        Fill(snapshot, row);
        return Columns.Zip(row).ToDictionary(static pair => pair.First, static pair => pair.Second);
    }

    /// <summary>One file serves flows and training: what only the other one has is left out, not refused.</summary>
    private static ObservableContext Counterpart(ObservableContext context) => context with
    {
        IsDiscrete = !context.IsDiscrete,
        IsModified = true,
        CountsKinks = context.CountsKinks || (context.IsDiscrete && context.System.Model.HasKinks),
        IntegratesKinks = context.IntegratesKinks || context.System.Model.HasKinks,
    };

    /// <summary>"margin" in a file stands for margin_min, margin_mean and margin_std.</summary>
    private static bool IsPartOfGroup(Observable observable, ValueList<string> named) =>
        named.Any(name => ObservableCatalog.Groups.Contains(name)
            && observable.Name.StartsWith(name + "_", StringComparison.Ordinal));
}
