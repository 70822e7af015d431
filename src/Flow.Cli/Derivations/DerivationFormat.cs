using System.Text.RegularExpressions;
using Flow.Networks.Derivation;
using Flow.Symbolic.Expressions;
using Flow.Symbolic.Printing;

namespace Flow.Cli.Derivations;

/// <summary>A form in which a derivation is printed.</summary>
/// <param name="Name">The name after --format.</param>
/// <param name="Purpose">What it is for.</param>
/// <param name="Lines">The lines.</param>
internal sealed partial record DerivationFormat(
    string Name, string Purpose, Func<DerivedFlow, IEnumerable<string>> Lines)
{
    /// <summary>Every format, the usual one first.</summary>
    public static IReadOnlyList<DerivationFormat> All { get; } =
    [
        new("text", "equations as Unicode text", Text),
        new("latex", "an align environment for amsmath", Latex),
        new("markdown", "headings and $$ blocks", Markdown),
        new("steps", "the numbered derivation with reasons", Steps),
    ];

    private static IEnumerable<string> Text(DerivedFlow flow)
    {
        foreach (var section in new EquationSheet(flow, EquationNotation.Text).Sections)
        {
            yield return section.Title;
            foreach (var equation in section.Equations)
            {
                yield return "  " + Joined($"{equation.Left} = {equation.Right}", equation.Range, equation.Remark);
            }
        }
    }

    private static IEnumerable<string> Latex(DerivedFlow flow)
    {
        var equations = new EquationSheet(flow, EquationNotation.Latex).Sections
            .SelectMany(static section => section.Equations).ToList();
        yield return "% needs \\usepackage{amsmath}";
        yield return @"\begin{align}";
        for (var i = 0; i < equations.Count; i++)
        {
            var (equation, end) = (equations[i], i < equations.Count - 1 ? @" \\" : string.Empty);
            yield return "  " + Joined($"{equation.Left} &= {equation.Right}", equation.Range) + end;
        }

        yield return @"\end{align}";
    }

    private static IEnumerable<string> Markdown(DerivedFlow flow)
    {
        foreach (var section in new EquationSheet(flow, EquationNotation.Latex).Sections)
        {
            yield return $"## {section.Title}";
            foreach (var equation in section.Equations)
            {
                yield return "$$" + Joined($"{equation.Left} = {equation.Right}", equation.Range) + "$$";
                if (equation.Remark.Length > 0)
                {
                    yield return $"({equation.Remark})";
                }
            }

            yield return string.Empty;
        }
    }

    private static IEnumerable<string> Steps(DerivedFlow flow)
    {
        var options = EquationSheet.OptionsFor(flow.System);
        return flow.System.Steps.Concat(ModifiedSteps(flow)).Select((step, i) =>
            $"{i + 1}. {step.Reason}:\n   {Letters(step.Left)} = {TextPrinter.Print(step.Right, options)}");
    }

    private static IEnumerable<DerivationStep> ModifiedSteps(DerivedFlow flow)
    {
        if (flow.Modified is not { } modified)
        {
            yield break;
        }

        foreach (var (equation, symbol) in flow.System.Equations.Zip(modified.Velocities))
        {
            yield return new("a name for the right-hand side", symbol.Name, equation.Presented);
        }

        yield return new(
            "steps expanded in their size, z(n h) = z_n with h the learning rate over 1 - momentum",
            "kappa", flow.Expansion.Correction);
        foreach (var equation in modified.Equations)
        {
            var name = equation.State.Variable.Name;
            var reason = $"second order: the derivative DF_{name} of F_{name} along F, tangential part, taken off";
            yield return new(reason, $"{name}'", equation.Presented);
        }

        yield return new("what the modified flow is minus the gradient of", "E_kappa", modified.Objective);
    }

    /// <summary>Spelled names such as nu_1 and ||V_1||^2 as the printer writes them.</summary>
    private static string Letters(string left) => SpelledName()
        .Replace(left, static name => TextPrinter.Print(Variable.Of(name.Value)))
        .Replace("||", "‖", StringComparison.Ordinal)
        .Replace("^2", "²", StringComparison.Ordinal);

    [GeneratedRegex(@"\b(nu|rho|kappa|F|V|W|b)(_\w+)?\b", RegexOptions.ExplicitCapture)]
    private static partial Regex SpelledName();

    private static string Joined(params string[] parts) =>
        string.Join("   ", parts.Where(static part => part.Length > 0));
}
