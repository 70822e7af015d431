using Flow.Symbolic.Expressions;

namespace Flow.Symbolic.Printing;

/// <summary>
/// Prints expressions as LaTeX for math mode (amsmath), such as \frac{2}{N} \left[\sum_n y_n f_n - \rho \sum_n
/// f_n^2\right] - 2\lambda\rho.
/// </summary>
public static class LatexPrinter
{
    /// <summary>The LaTeX of an expression, without dollar signs.</summary>
    /// <param name="expression">The expression.</param>
    /// <param name="options">How; per sample where absent.</param>
    public static string Print(Expr expression, PrintOptions? options = null) =>
        LatexNotation.Instance.Write(new LayoutBuilder(options ?? PrintOptions.Default).Top(expression));
}
