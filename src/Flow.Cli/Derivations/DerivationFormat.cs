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
    string Name, string Purpose, Func<FlowSystem, IEnumerable<string>> Lines)
{
    /// <summary>Every format, the usual one first.</summary>
    public static IReadOnlyList<DerivationFormat> All { get; } =
    [
        new("text", "equations as Unicode text", Text),
        new("latex", "an align environment for amsmath", Latex),
        new("markdown", "headings and $$ blocks", Markdown),
        new("steps", "the numbered derivation with reasons", Steps),
    ];

    private static IEnumerable<string> Text(FlowSystem system)
    {
        foreach (var section in new EquationSheet(system, EquationNotation.Text).Sections)
        {
            yield return section.Title;
            foreach (var equation in section.Equations)
            {
                yield return "  " + Joined($"{equation.Left} = {equation.Right}", equation.Range, equation.Remark);
            }
        }
    }

    private static IEnumerable<string> Latex(FlowSystem system)
    {
        var equations = new EquationSheet(system, EquationNotation.Latex).Sections
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

    private static IEnumerable<string> Markdown(FlowSystem system)
    {
        foreach (var section in new EquationSheet(system, EquationNotation.Latex).Sections)
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

    private static IEnumerable<string> Steps(FlowSystem system)
    {
        var options = EquationSheet.OptionsFor(system);
        return system.Steps.Select((step, i) =>
            $"{i + 1}. {step.Reason}:\n   {Letters(step.Left)} = {TextPrinter.Print(step.Right, options)}");
    }

    /// <summary>Spelled names such as nu_1 and ||V_1||^2 as the printer writes them.</summary>
    private static string Letters(string left) => SpelledName()
        .Replace(left, static name => TextPrinter.Print(Variable.Of(name.Value)))
        .Replace("||", "‖", StringComparison.Ordinal)
        .Replace("^2", "²", StringComparison.Ordinal);

    [GeneratedRegex(@"\b(nu|rho|V|W|b)(_\w+)?\b", RegexOptions.ExplicitCapture)]
    private static partial Regex SpelledName();

    private static string Joined(params string[] parts) =>
        string.Join("   ", parts.Where(static part => part.Length > 0));
}
