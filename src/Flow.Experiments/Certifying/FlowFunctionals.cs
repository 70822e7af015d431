using Flow.Experiments.Observables;
using Flow.Experiments.Running;
using Flow.Integrators.Certificates;
using Flow.Integrators.Sampling;
using Flow.Integrators.Spaces;
using Flow.Integrators.Stepping;

namespace Flow.Experiments.Certifying;

/// <summary>The recorded observables of a flow as functionals of its state; those that describe the solver's way
/// instead are left out.</summary>
internal sealed class FlowFunctionals : IFunctionals
{
    private readonly SnapshotPlan _plan;
    private readonly ObservableTable _table;
    private readonly double[] _row;
    private readonly Func<KinkCounter?> _makeCounter;
    private readonly List<double> _firstRunSteps = [];
    private KinkCounter? _kinks;
    private int _runs;

    /// <summary>Chooses the functionals.</summary>
    /// <param name="plan">Computes the observables.</param>
    /// <param name="table">The columns of the run.</param>
    /// <param name="hasValue">Whether a column has a value anywhere.</param>
    /// <param name="hasTwoSides">Whether a quantity has two values on a kink, and states stay on kinks.</param>
    /// <param name="makeCounter">Makes a counter of kinks at the initial state; null for a flow without kinks.</param>
    public FlowFunctionals(
        SnapshotPlan plan,
        ObservableTable table,
        Func<int, bool> hasValue,
        Func<Observable, bool> hasTwoSides,
        Func<KinkCounter?> makeCounter)
    {
        (_plan, _table, _makeCounter) = (plan, table, makeCounter);
        _row = new double[table.Columns.Count];
        Columns =
        [
            .. Enumerable.Range(0, table.Columns.Count).Where(i => hasValue(i)
                && table.Sources[i] is { Dependence: not ObservableDependence.OfTheSolver } source
                && !hasTwoSides(source)),
        ];
        All =
        [
            .. Columns.Select(i => new ScalarFunctional(table.Columns[i])
            {
                IsStepFunction = table.Sources[i]!.Dependence == ObservableDependence.Stepwise,
            }),
        ];
    }

    /// <inheritdoc />
    public IReadOnlyList<ScalarFunctional> All { get; }

    /// <summary>The columns of the functionals.</summary>
    public IReadOnlyList<int> Columns { get; }

    /// <summary>How many kinks the companion runs crossed, all together.</summary>
    public long KinkCrossings { get; private set; }

    /// <summary>The ends of the steps of the first companion run.</summary>
    public IReadOnlyList<double> FirstRunSteps => _firstRunSteps;

    /// <summary>The values of the functionals in a row of the table.</summary>
    /// <param name="row">The row.</param>
    public double[] Choose(double[] row) => [.. Columns.Select(i => row[i])];

    /// <inheritdoc />
    public void Begin()
    {
        _runs++;
        _kinks = _makeCounter();
    }

    /// <inheritdoc />
    public void OnAccepted(in AcceptedStep step)
    {
        if (_runs == 1)
        {
            _firstRunSteps.Add(step.Time);
        }

        if (_kinks is not null)
        {
            var before = _kinks.Crossings;
            _kinks.Look(((ArrayVector)step.State).Values);
            KinkCrossings += _kinks.Crossings - before;
        }
    }

    /// <inheritdoc />
    public void Evaluate(in Sample sample, Span<double> values)
    {
        _table.Fill(_plan.Evaluate(sample.Time, ((ArrayVector)sample.State).Values), _row);
        for (var k = 0; k < values.Length; k++)
        {
            values[k] = _row[Columns[k]];
        }
    }
}
