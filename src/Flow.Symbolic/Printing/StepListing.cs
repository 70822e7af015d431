using System.Collections.Immutable;
using Flow.Symbolic.Expressions;
using Flow.Symbolic.Rewriting;

namespace Flow.Symbolic.Printing;

/// <summary>
/// Prints graphs step by step, shared subexpressions once as T1, T2, ..; the length grows with the number of nodes,
/// not with the width of a network or the number of samples.
/// </summary>
public static class StepListing
{
    private const double LargestTree = 500;

    /// <summary>The steps as text.</summary>
    /// <param name="results">The named results, in the order in which they are printed.</param>
    /// <param name="options">How expressions are printed; per sample where absent.</param>
    public static IReadOnlyList<ListingStep> Text(
        IEnumerable<(string Name, Expr Value)> results, PrintOptions? options = null) =>
        Make([.. results], options ?? PrintOptions.Default, TextNotation.Instance, "T");

    /// <summary>The steps as LaTeX.</summary>
    /// <param name="results">The named results, in the order in which they are printed.</param>
    /// <param name="options">How expressions are printed; per sample where absent.</param>
    public static IReadOnlyList<ListingStep> Latex(
        IEnumerable<(string Name, Expr Value)> results, PrintOptions? options = null) =>
        Make([.. results], options ?? PrintOptions.Default, LatexNotation.Instance, "T_");

    /// <summary>
    /// The text of an expression, or its steps where writing it out would repeat shared nodes too often.
    /// </summary>
    internal static string OneLine(Expr expression)
    {
        var sizes = new Dictionary<Expr, double>();
        foreach (var node in TopologicalOrder.Of(expression))
        {
            sizes[node] = 1 + node.Operands.Sum(operand => sizes[operand]);
        }

        return sizes[expression] <= LargestTree
            ? TextPrinter.Print(expression)
            : string.Join("; ", Text([("value", expression)]).Select(static step => $"{step.Name} = {step.Value}"));
    }

    private static List<ListingStep> Make(
        ImmutableArray<(string Name, Expr Value)> results, PrintOptions options, Notation notation, string prefix)
    {
        var names = options.Names;
        var shared = CommonSubexpressions.Of(results.Select(static result => result.Value)).Shared
            .Where(node => IsWorthAName(node.Node) && !options.Names.ContainsKey(node.Node))
            .ToList();
        for (var i = 0; i < shared.Count; i++)
        {
            names = names.Add(shared[i].Node, $"{prefix}{i + 1}");
        }

        var builder = new LayoutBuilder(options with { Names = names });
        var steps = new List<ListingStep>();
        foreach (var (node, _) in shared)
        {
            var name = notation.Write(builder.Head(names[node], node));
            steps.Add(new(steps.Count + 1, name, notation.Write(builder.Top(node))));
        }

        foreach (var (name, value) in results)
        {
            var layout = names.TryGetValue(value, out var own) ? builder.Head(own, value) : builder.Top(value);
            steps.Add(new(steps.Count + 1, notation.Symbol(name, []), notation.Write(layout)));
        }

        return steps;
    }

    /// <summary>Leaves, powers and products of scalars, transposes and multiples are shorter than a name.</summary>
    private static bool IsWorthAName(Expr node) => node switch
    {
        OpaqueFunction or OpaqueJacobian => false,
        Power power => IsWorthAName(power.Base),
        Product { Tensors.IsEmpty: true } product => product.Scalars.Any(IsWorthAName),
        Product { Tensors: [var only] } product when only.Indices.Length == product.IndexDimensions.Length =>
            product.Scalars.Any(IsWorthAName) || IsWorthAName(only.Value),
        _ => !node.Operands.IsEmpty,
    };
}
