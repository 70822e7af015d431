using System.Collections.Immutable;

namespace Flow.Symbolic.Printing;

/// <summary>LaTeX for amsmath: \frac{2}{N} \left[\sum_n y_n f_n - \rho \sum_n f_n^2\right].</summary>
internal sealed class LatexNotation : Notation
{
    private static readonly ImmutableHashSet<string> Commands =
        ["log", "sin", "cos", "tanh", "max", "min", "exp"];

    /// <summary>The notation; it has no state.</summary>
    public static LatexNotation Instance { get; } = new();

    protected override string Minus => "-";

    protected override string HadamardSign => @" \odot ";

    protected override string OuterSign => @" \otimes ";

    protected override string Ones => @"\mathbf{1}";

    protected override bool BracketsRatio => false;

    public override string Symbol(string name, ImmutableArray<string> indices)
    {
        var (stem, subscript) = SymbolNames.Split(name);
        var index = string.Join(
            indices.All(static i => i.Length == 1) ? string.Empty : ",", indices.Select(static i => Stem(i)));
        var both = (subscript, index) switch
        {
            ("", _) => index,
            (_, "") => Word(subscript),
            _ => $"{Word(subscript)},{index}",
        };
        return both.Length == 0 ? Stem(stem) : Stem(stem) + Subscript(both);
    }

    protected override string Ratio(Layout.Ratio ratio) =>
        $@"\frac{{{Write(ratio.Numerator)}}}{{{Write(ratio.Denominator)}}}";

    protected override string Raised(Layout.Raised raised) =>
        $"{WriteBase(raised.Base)}^{Group((raised.IsElementwise ? @"\odot " : string.Empty) + raised.Exponent)}";

    protected override string Root(string body) => $@"\sqrt{{{body}}}";

    protected override string Call(string name, string arguments) => Commands.Contains(name)
        ? $@"\{name}({arguments})"
        : $@"\operatorname{{{name}}}({arguments})";

    protected override string Applied(Layout.Applied applied, string arguments)
    {
        var primes = applied.Primes <= 3 ? new string('\'', applied.Primes) : $"^{{({applied.Primes})}}";
        var subscript = applied.Subscript.Length == 0 ? string.Empty : Subscript(applied.Subscript);
        return $"{Symbol(applied.Head, [])}{subscript}{primes}({arguments})";
    }

    protected override string Exponential(string body) => $"e^{{{body}}}";

    protected override string Magnitude(string body) => $@"\left|{body}\right|";

    protected override string Indicator(string body) => $@"\mathbf{{1}}[{body} > 0]";

    protected override string Norm(string body) => $@"\lVert {body} \rVert";

    protected override string Inner(string left, string right) => $@"\langle {left}, {right} \rangle";

    protected override string Series(Layout.Series series, string body) =>
        $@"\sum{Subscript(string.Join(",", series.Indices.Select(index => Symbol(index, []))))} {body}";

    protected override string Mean(string body) => $@"\overline{{{body}}}";

    protected override string Partial(string function, string argument) =>
        $@"\frac{{\partial {function}}}{{\partial {argument}}}";

    protected override string Transposed(Layout body) => $@"{WriteBase(body)}^{{\top}}";

    protected override string Element(string body, ImmutableArray<string> indices) =>
        body + Subscript(string.Concat(indices));

    protected override string Enclose(string body, bool isSquare, bool isTall) => (isSquare, isTall) switch
    {
        (true, _) => $@"\left[{body}\right]",
        (_, true) => $@"\left({body}\right)",
        _ => $"({body})",
    };

    /// <summary>A command must not run into a letter after it.</summary>
    protected override string Between(string left, string right, bool isClose)
    {
        if (!isClose)
        {
            return " ";
        }

        var start = left.LastIndexOf('\\');
        var endsInCommand = start >= 0 && left.Length > start + 1 && left[(start + 1)..].All(char.IsAsciiLetter);
        return endsInCommand && char.IsAsciiLetterOrDigit(right[0]) ? " " : string.Empty;
    }

    private static string Stem(string stem) => SymbolNames.Letter(stem) is not null ? $@"\{stem}"
        : stem.Length == 1 || !stem.All(char.IsAsciiLetterOrDigit) ? Escape(stem)
        : $@"\mathrm{{{stem}}}";

    /// <summary>A subscript, which may be a symbol with one of its own, as in F_{V_1}.</summary>
    private string Word(string text) =>
        text.Contains('_', StringComparison.Ordinal) || SymbolNames.Letter(text) is not null ? Symbol(text, [])
        : text.Length > 1 && text.All(char.IsAsciiLetter) ? $@"\mathrm{{{text}}}" : Escape(text);

    private static string Escape(string text) => text.Replace("_", @"\_", StringComparison.Ordinal);

    private static string Subscript(string text) => $"_{Group(text)}";

    private static string Group(string text) => text.Length == 1 ? text : $"{{{text}}}";
}
