using System.Globalization;
using Flow.Networks.Derivation;
using Flow.Symbolic.Expressions;

namespace Flow.Cli.Derivations;

/// <summary>Writes the number of a layer as k, so that equal equations of several layers become one.</summary>
/// <param name="system">The derived system.</param>
/// <param name="modified">The equations of its modified flow; null where there are none.</param>
internal sealed class LayerPattern(FlowSystem system, ModifiedEquations? modified = null)
{
    private readonly IReadOnlyList<(Variable Symbol, int Layer)> _symbols =
    [
        .. system.State.Select(static s => s.Variable).Zip(system.State, static (v, s) => (v, s.Layer)),
        .. (modified?.Velocities ?? []).Zip(system.State, static (v, s) => (v, s.Layer)),
        .. (modified?.Changes ?? []).Zip(system.State, static (v, s) => (v, s.Layer)),
    ];

    /// <summary>The expression with the variables of layer m named V_k, those of layer m + 1 named V_{k+1}.</summary>
    /// <param name="expression">The expression.</param>
    /// <param name="layer">m.</param>
    /// <param name="span">How many layers are named so, from m on.</param>
    public Expr In(Expr expression, int layer, int span = 1)
    {
        var renamed = _symbols
            .Where(pair => pair.Layer >= layer && pair.Layer < layer + span && pair.Layer > 0)
            .Select(pair => new KeyValuePair<Expr, Expr>(pair.Symbol, Renamed(pair.Symbol, pair.Layer - layer)));
        return new Substitution(renamed).In(expression);
    }

    /// <summary>A name with k in place of the number at its end.</summary>
    /// <param name="name">A name such as V_3.</param>
    /// <param name="offset">What is added to k.</param>
    public static string Index(string name, int offset = 0)
    {
        var stem = name[..(name.LastIndexOf('_') + 1)];
        return offset == 0 ? stem + "k" : string.Create(CultureInfo.InvariantCulture, $"{stem}k+{offset}");
    }

    private static Variable Renamed(Variable symbol, int offset) =>
        Variable.Of(Index(symbol.Name, offset), symbol.Shape);
}
