using Flow.Networks.Derivation;
using Flow.Symbolic.Expressions;
using Flow.Symbolic.Printing;
using Flow.Symbolic.Rewriting;

namespace Flow.Cli.Derivations;

/// <summary>The derived equations of a flow as they are printed; layers with equal equations share a line.</summary>
internal sealed class EquationSheet
{
    /// <summary>Writes losses out.</summary>
    private static readonly Rewriter Inlined = new(
        AlgebraRules.Inline, AlgebraRules.Flatten, AlgebraRules.SquaresAsProducts);

    private readonly FlowSystem _system;
    private readonly EquationNotation _notation;
    private readonly PrintOptions _options;
    private readonly LayerPattern _pattern;

    /// <summary>Makes a sheet.</summary>
    /// <param name="system">The derived system.</param>
    /// <param name="notation">Text or LaTeX.</param>
    public EquationSheet(FlowSystem system, EquationNotation notation)
    {
        _system = system;
        _notation = notation;
        _options = OptionsFor(system);
        _pattern = new(system);
    }

    /// <summary>The sections in order; those without equations are left out.</summary>
    public IEnumerable<EquationSection> Sections => new EquationSection[]
    {
        new("Objective", [Plain("E", Inlined.Rewrite(_system.Objective))]),
        new("Equations of motion", [.. Motion()]),
        new("Multipliers", [.. Grouped(_system.Multipliers.Select(static m =>
            new Row(m.Symbol.Name, string.Empty, Inlined.Rewrite(m.Presented), m.Constrained.Layer)))]),
        new("Equilibrium of rho", [.. Equilibrium()]),
        new("Invariants", Invariants()),
    }.Where(static section => section.Equations.Count > 0);

    /// <summary>Samples and outputs as the printers need them.</summary>
    /// <param name="system">The derived system.</param>
    public static PrintOptions OptionsFor(FlowSystem system) => PrintOptions.Default with
    {
        Samples = system.Model.Samples,
        Trivial = system.Model.Sizes[system.Model.Outputs] == 1 ? [system.Model.Outputs] : [],
    };

    private IEnumerable<PrintedEquation> Motion()
    {
        var rows = _system.Equations
            .Select(static e => new Row(e.State.Variable.Name, "'", e.Presented, e.State.Layer)).ToList();
        var families = rows.Where(static row => row.Layer > 0).GroupBy(static row => LayerPattern.Index(row.Name));
        foreach (var row in rows.Where(static row => row.Layer == 0))
        {
            yield return Printed(row);
        }

        foreach (var equation in families.SelectMany(Grouped))
        {
            yield return equation;
        }
    }

    /// <summary>One line for consecutive layers whose equations are equal up to the index.</summary>
    private IEnumerable<PrintedEquation> Grouped(IEnumerable<Row> family)
    {
        var rows = family.Select(row => (Own: row, General: Printed(row with
        {
            Name = LayerPattern.Index(row.Name),
            Right = _pattern.In(row.Right, row.Layer),
        }))).ToList();
        for (var first = 0; first < rows.Count;)
        {
            var count = rows.Skip(first).TakeWhile(row => row.General == rows[first].General).Count();
            var (from, to) = (rows[first].Own.Layer, rows[first + count - 1].Own.Layer);
            yield return count == 1
                ? Printed(rows[first].Own)
                : rows[first].General with { Range = _notation.Range("k", from, to) };
            first += count;
        }
    }

    private IEnumerable<PrintedEquation> Equilibrium() => _system.Equilibrium is { } equilibrium
        ? [new(Symbol("rho_eq"), _notation.Print(equilibrium, _options with { MeanNotation = true }))]
        : [];

    private List<PrintedEquation> Invariants()
    {
        var printed = _system.Invariants.Select(invariant => Printed(invariant)).ToList();
        var general = _system.Invariants.Select((invariant, i) => Printed(invariant with
        {
            Quantity = _pattern.In(invariant.Quantity, i + 1, 2),
            Rate = _pattern.In(invariant.Rate, i + 1, 2),
        })).Distinct().ToList();
        return printed.Count > 1 && general.Count == 1
            ? [general[0] with { Range = _notation.Range("k", 1, printed.Count) }]
            : printed;
    }

    private PrintedEquation Printed(Invariant invariant)
    {
        var quantity = _notation.Print(invariant.Quantity, _options);
        var remark = invariant.Law switch
        {
            InvariantLaw.Constant => "constant",
            InvariantLaw.DecaysWithWeightDecay => "decays as e^{−4λt}",
            _ => "not proved to be constant",
        };
        return new(_notation.Rate(quantity), _notation.Print(invariant.Rate, _options), string.Empty, remark);
    }

    private PrintedEquation Printed(Row row) =>
        new(Symbol(row.Name) + row.Prime, _notation.Print(row.Right, _options));

    private PrintedEquation Plain(string name, Expr value) => new(Symbol(name), _notation.Print(value, _options));

    private string Symbol(string name) => _notation.Print(Variable.Of(name), _options);

    /// <summary>name' = right, about a layer.</summary>
    private sealed record Row(string Name, string Prime, Expr Right, int Layer);
}
