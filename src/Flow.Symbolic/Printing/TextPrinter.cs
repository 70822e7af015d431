using Flow.Symbolic.Expressions;

namespace Flow.Symbolic.Printing;

/// <summary>Prints expressions as one line of Unicode text, such as (2/N)[Σ y_n f_n − ρ Σ f_n²] − 2λρ.</summary>
public static class TextPrinter
{
    /// <summary>The text of an expression.</summary>
    /// <param name="expression">The expression.</param>
    /// <param name="options">How; per sample where absent.</param>
    public static string Print(Expr expression, PrintOptions? options = null) =>
        TextNotation.Instance.Write(new LayoutBuilder(options ?? PrintOptions.Default).Top(expression));
}
