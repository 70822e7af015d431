using Flow.Symbolic.Expressions;
using Flow.Symbolic.Printing;

namespace Flow.Cli.Derivations;

/// <summary>How equations are written: text or LaTeX.</summary>
/// <param name="Print">Writes an expression.</param>
/// <param name="Rate">Writes dQ/dt, given Q.</param>
/// <param name="Along">Writes the derivative of a quantity along F, given the quantity.</param>
/// <param name="Range">Writes the values of an index, given the index and its first and last value.</param>
internal sealed record EquationNotation(
    Func<Expr, PrintOptions, string> Print,
    Func<string, string> Rate,
    Func<string, string> Along,
    Func<string, int, int, string> Range)
{
    /// <summary>Unicode text.</summary>
    public static EquationNotation Text { get; } = new(
        TextPrinter.Print,
        static quantity => $"d/dt [{quantity}]",
        static quantity => $"d/dε {quantity}(z + ε F(z)) at ε = 0",
        static (index, first, last) => $"({index} = {Values(first, last, "...")})");

    /// <summary>LaTeX with amsmath.</summary>
    public static EquationNotation Latex { get; } = new(
        LatexPrinter.Print,
        static quantity => $@"\frac{{d}}{{dt}} \left[{quantity}\right]",
        static quantity => $@"\left. \frac{{d}}{{d\epsilon}} {quantity}(z + \epsilon F(z)) \right|_{{\epsilon=0}}",
        static (index, first, last) => $@"\qquad {index} = {Values(first, last, @"\ldots")}");

    private static string Values(int first, int last, string dots) => (last - first) switch
    {
        <= 1 => $"{first}, {last}",
        _ => $"{first}, {dots}, {last}",
    };
}
