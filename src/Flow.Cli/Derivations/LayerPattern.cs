using System.Globalization;
using Flow.Networks.Derivation;
using Flow.Networks.Parametrizations;
using Flow.Symbolic.Expressions;

namespace Flow.Cli.Derivations;

/// <summary>Writes the number of a layer as k, so that equal equations of several layers become one.</summary>
/// <param name="system">The derived system.</param>
internal sealed class LayerPattern(FlowSystem system)
{
    /// <summary>The expression with the variables of layer m named V_k, those of layer m + 1 named V_{k+1}.</summary>
    /// <param name="expression">The expression.</param>
    /// <param name="layer">m.</param>
    /// <param name="span">How many layers are named so, from m on.</param>
    public Expr In(Expr expression, int layer, int span = 1)
    {
        var renamed = system.State
            .Where(variable => variable.Layer >= layer && variable.Layer < layer + span && variable.Layer > 0)
            .Select(variable => new KeyValuePair<Expr, Expr>(variable.Variable, Renamed(variable, layer)));
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

    private static Variable Renamed(StateVariable variable, int layer) =>
        Variable.Of(Index(variable.Variable.Name, variable.Layer - layer), variable.Variable.Shape);
}
