using System.Collections.Immutable;

namespace Flow.Symbolic.Printing;

/// <summary>One line of Unicode text: (2/N)[Σ y_n f_n − ρ Σ f_n²].</summary>
internal sealed class TextNotation : Notation
{
    /// <summary>The notation; it has no state.</summary>
    public static TextNotation Instance { get; } = new();

    protected override string Minus => "−";

    protected override string HadamardSign => " ⊙ ";

    protected override string OuterSign => " ⊗ ";

    protected override string Ones => "1";

    protected override bool BracketsRatio => true;

    public override string Symbol(string name, ImmutableArray<string> indices)
    {
        var (stem, spelled) = SymbolNames.Split(name);
        var subscript = spelled.Contains('_', StringComparison.Ordinal)
            ? Symbol(spelled, [])
            : SymbolNames.Letter(spelled) ?? spelled;
        var letter = SymbolNames.Letter(stem) ?? stem;
        var index = string.Join(indices.All(static i => i.Length == 1) ? string.Empty : ",", indices);
        return (subscript, index) switch
        {
            ("", "") => letter,
            ("", _) => letter + Subscript(index),
            (_, "") => letter + (subscript.All(char.IsLetter) ? $"_{subscript}" : Subscript(subscript)),
            _ => $"{letter}_{{{subscript},{index}}}",
        };
    }

    protected override string Ratio(Layout.Ratio ratio)
    {
        var numerator = ratio.Numerator is Layout.Total or Layout.Series or Layout.Ratio or Layout.Negative
            || (ratio.Numerator is Layout.Row row && row.Items.Any(static item => item is Layout.Series))
                ? Bracket(ratio.Numerator)
                : Write(ratio.Numerator);
        var denominator = IsAtom(ratio.Denominator) || ratio.Denominator is Layout.Raised
            ? Write(ratio.Denominator)
            : Enclose(Write(ratio.Denominator), false, false);
        return $"{numerator}/{denominator}";
    }

    protected override string Raised(Layout.Raised raised)
    {
        var exponent = raised.Exponent.IsInteger && !raised.IsElementwise
            ? SymbolNames.SuperscriptDigits(raised.Exponent.ToString())
            : $"^({(raised.IsElementwise ? "⊙" : string.Empty)}{raised.Exponent})";
        return (raised.Base is Layout.Exponential ? Write(raised.Base) : WriteBase(raised.Base)) + exponent;
    }

    protected override string Root(string body) => $"sqrt({body})";

    protected override string Call(string name, string arguments) => $"{name}({arguments})";

    protected override string Applied(Layout.Applied applied, string arguments)
    {
        var primes = applied.Primes <= 3
            ? new string('\'', applied.Primes)
            : $"⁽{SymbolNames.SuperscriptDigits($"{applied.Primes}")}⁾";
        var subscript = applied.Subscript.Length == 0 ? string.Empty : Subscript(applied.Subscript);
        return $"{Symbol(applied.Head, [])}{subscript}{primes}({arguments})";
    }

    protected override string Exponential(string body) => $"exp({body})";

    protected override string Magnitude(string body) => $"|{body}|";

    protected override string Indicator(string body) => $"1[{body} > 0]";

    protected override string Norm(string body) => $"‖{body}‖";

    protected override string Inner(string left, string right) => $"⟨{left}, {right}⟩";

    protected override string Series(Layout.Series series, string body)
    {
        var indices = string.Join(",", series.Indices.Select(index => Symbol(index, [])));
        return series.IsObvious ? $"Σ {body}" : $"Σ{Subscript(indices)} {body}";
    }

    protected override string Mean(string body) => $"mean({body})";

    protected override string Partial(string function, string argument) =>
        argument.AsSpan().ContainsAny(' ', '/') ? $"∂{function}/∂({argument})" : $"∂{function}/∂{argument}";

    protected override string Transposed(Layout body) => $"{WriteBase(body)}ᵀ";

    protected override string Element(string body, ImmutableArray<string> indices) =>
        body + Subscript(string.Concat(indices));

    protected override string Enclose(string body, bool isSquare, bool isTall) => isSquare ? $"[{body}]" : $"({body})";

    protected override string Between(string left, string right, bool isClose) => isClose ? string.Empty : " ";

    private static string Subscript(string text) =>
        SymbolNames.SubscriptDigits(text) ?? (text.Length == 1 ? $"_{text}" : $"_{{{text}}}");
}
