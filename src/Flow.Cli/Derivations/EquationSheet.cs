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

    private readonly DerivedFlow _flow;
    private readonly FlowSystem _system;
    private readonly EquationNotation _notation;
    private readonly PrintOptions _options;
    private readonly LayerPattern _pattern;

    /// <summary>Makes a sheet.</summary>
    /// <param name="flow">The derived flow.</param>
    /// <param name="notation">Text or LaTeX.</param>
    public EquationSheet(DerivedFlow flow, EquationNotation notation)
    {
        _flow = flow;
        _system = flow.System;
        _notation = notation;
        _options = OptionsFor(_system);
        _pattern = new(_system, flow.Modified);
    }

    /// <summary>The sections in order; those without equations are left out.</summary>
    public IEnumerable<EquationSection> Sections => new EquationSection[]
    {
        new("Objective", [Plain("E", Inlined.Rewrite(_system.Objective))]),
        new(
            _flow.Modified is null ? "Equations of motion" : "Right-hand side of the flow",
            [.. Motion(_flow.Modified is null ? MotionRows() : NamedRows(_flow.Modified))]),
        new("Objective of the modified flow", [.. ModifiedObjective()]),
        new("Equations of motion of the modified flow", [.. ModifiedMotion()]),
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

    private IEnumerable<Row> MotionRows() =>
        _system.Equations.Select(static e => new Row(e.State.Variable.Name, "'", e.Presented, e.State.Layer));

    /// <summary>The right-hand sides under the names F_s that the modified equations use.</summary>
    private IEnumerable<Row> NamedRows(ModifiedEquations modified) => modified.Velocities.Zip(
        _system.Equations, static (symbol, e) => new Row(symbol.Name, string.Empty, e.Presented, e.State.Layer));

    private IEnumerable<PrintedEquation> ModifiedObjective() => _flow.Modified is { } modified
        ? [Plain("E_kappa", modified.Objective), Plain("kappa", _flow.Expansion.Correction)]
        : [];

    private IEnumerable<PrintedEquation> ModifiedMotion()
    {
        if (_flow.Modified is not { } modified)
        {
            return [];
        }

        var motion = Motion(modified.Equations.Select(
            static e => new Row(e.State.Variable.Name, "'", e.Presented, e.State.Layer)));
        var meaning = new PrintedEquation(
            Symbol("DF_s"), _notation.Along(Symbol("F_s")), string.Empty, "for each block s of the state z");
        return _flow.Steps!.Momentum > 0 ? [.. motion, meaning, .. Start()] : [.. motion, meaning];
    }

    /// <summary>Steps with momentum begin from rest and fall behind.</summary>
    private IEnumerable<PrintedEquation> Start()
    {
        var (delay, start) = (Variable.Of("delta"), Variable.Of("z_0"));
        var hasSpheres = _system.State.Any(static s => s.HasUnitNorm);
        var constraint = hasSpheres ? "then brought back to the spheres" : string.Empty;
        yield return Plain("z(0)", start - ((Expr)delay * Variable.Of("F"))) with { Remark = constraint };
        yield return Plain(delay.Name, _flow.Expansion.Delay);
    }

    private IEnumerable<PrintedEquation> Motion(IEnumerable<Row> equations)
    {
        var rows = equations.ToList();
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
        var invariants = _flow.Modified?.Invariants ?? _system.Invariants;
        var printed = invariants.Select(invariant => Printed(invariant)).ToList();
        var general = invariants.Select((invariant, i) => Printed(invariant with
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
