using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Flow.Symbolic.Printing;

/// <summary>Turns layouts into characters; what is common to text and LaTeX, which differ in the pieces.</summary>
internal abstract class Notation
{
    /// <summary>The characters of a layout.</summary>
    public string Write(Layout layout) => layout switch
    {
        Layout.Total total => WriteTotal(total),
        Layout.Negative negative => Minus + WriteTerm(negative.Body),
        Layout.Row row => WriteRow(row.Items),
        Layout.Ratio ratio => Ratio(ratio),
        Layout.Raised raised => Raised(raised),
        Layout.Series series => Series(series, WriteTerm(series.Body)),
        Layout.Hadamard hadamard => string.Join(HadamardSign, hadamard.Items.Select(WriteOperand)),
        Layout.Outer outer => string.Join(OuterSign, outer.Items.Select(WriteOperand)),
        Layout.Transposed transposed => Transposed(transposed.Body),
        Layout.Partial partial => Partial(Write(partial.Function), Write(partial.Argument)),
        _ => WriteAtom(layout),
    };

    /// <summary>A name with its indices.</summary>
    public abstract string Symbol(string name, ImmutableArray<string> indices);

    /// <summary>A term of a sum or the body of one: only sums are bracketed.</summary>
    public string WriteTerm(Layout layout) =>
        layout is Layout.Total or Layout.Negative ? Bracket(layout) : Write(layout);

    protected abstract string Minus { get; }

    protected abstract string HadamardSign { get; }

    protected abstract string OuterSign { get; }

    protected abstract string Ones { get; }

    protected abstract string Ratio(Layout.Ratio ratio);

    protected abstract string Raised(Layout.Raised raised);

    protected abstract string Root(string body);

    protected abstract string Call(string name, string arguments);

    protected abstract string Applied(Layout.Applied applied, string arguments);

    protected abstract string Exponential(string body);

    protected abstract string Magnitude(string body);

    protected abstract string Indicator(string body);

    protected abstract string Norm(string body);

    protected abstract string Inner(string left, string right);

    protected abstract string Series(Layout.Series series, string body);

    protected abstract string Mean(string body);

    protected abstract string Partial(string function, string argument);

    protected abstract string Transposed(Layout body);

    protected abstract string Element(string body, ImmutableArray<string> indices);

    protected abstract string Enclose(string body, bool isSquare, bool isTall);

    /// <summary>What stands between two factors side by side.</summary>
    protected abstract string Between(string left, string right, bool isClose);

    /// <summary>Whether a layout may carry a superscript without brackets.</summary>
    protected static bool IsAtom(Layout layout) => layout is Layout.Number or Layout.Symbol or Layout.Norm
        or Layout.Inner or Layout.Magnitude or Layout.Call or Layout.Applied or Layout.Mean or Layout.Root
        or Layout.Indicator or Layout.Ones or Layout.Element;

    /// <summary>Whether a fraction needs brackets to be a factor.</summary>
    protected abstract bool BracketsRatio { get; }

    /// <summary>In brackets, square ones around sums over samples.</summary>
    protected string Bracket(Layout layout)
    {
        var isSquare = layout is Layout.Total && layout.HasSeries;
        return Enclose(Write(layout), isSquare, layout.IsTall);
    }

    /// <summary>One of several factors side by side; a sum over indices reaches to the end of the row.</summary>
    private string WriteFactor(Layout layout, bool isLast) => layout switch
    {
        Layout.Total or Layout.Negative or Layout.Hadamard or Layout.Outer => Bracket(layout),
        Layout.Ratio when BracketsRatio => Bracket(layout),
        Layout.Series when !isLast => Bracket(layout),
        _ => Write(layout),
    };

    private string WriteOperand(Layout layout) =>
        layout is Layout.Row or Layout.Series ? Bracket(layout) : WriteFactor(layout, false);

    /// <summary>The base of a power or the argument of a transpose.</summary>
    protected string WriteBase(Layout layout) => IsAtom(layout) ? Write(layout) : Bracket(layout);

    private string WriteAtom(Layout layout) => layout switch
    {
        Layout.Number number => number.Value.ToString(CultureInfo.InvariantCulture),
        Layout.Symbol symbol => Symbol(symbol.Name, symbol.Indices),
        Layout.Ones => Ones,
        Layout.Root root => Root(Write(root.Body)),
        Layout.Call call => Call(call.Name, Arguments(call.Arguments)),
        Layout.Applied applied => Applied(applied, Arguments(applied.Arguments)),
        Layout.Exponential exponential => Exponential(Write(exponential.Body)),
        Layout.Magnitude magnitude => Magnitude(Write(magnitude.Body)),
        Layout.Indicator indicator => Indicator(Write(indicator.Body)),
        Layout.Norm norm => Norm(Write(norm.Body)),
        Layout.Inner inner => Inner(Write(inner.Left), Write(inner.Right)),
        Layout.Mean mean => Mean(Write(mean.Body)),
        Layout.Element element => Element(WriteBase(element.Body), element.Indices),
        _ => throw new InvalidOperationException($"No notation for {layout.GetType().Name}."),
    };

    private string Arguments(ImmutableArray<Layout> arguments) => string.Join(", ", arguments.Select(Write));

    private string WriteTotal(Layout.Total total)
    {
        var text = new StringBuilder();
        foreach (var (isNegative, body) in total.Terms)
        {
            text.Append(text.Length == 0
                ? isNegative ? Minus : string.Empty
                : isNegative ? $" {Minus} " : " + ");
            text.Append(WriteTerm(body));
        }

        return text.ToString();
    }

    private string WriteRow(ImmutableArray<Layout> items)
    {
        var text = string.Empty;
        for (var i = 0; i < items.Length; i++)
        {
            var next = WriteFactor(items[i], i == items.Length - 1);
            text = i == 0 ? next : text + Between(text, next, AreClose(items[i - 1], items[i])) + next;
        }

        return text;
    }

    private static bool AreClose(Layout left, Layout right)
    {
        left = left is Layout.Raised { Base: Layout.Symbol symbol } ? symbol : left;
        right = right is Layout.Raised raised ? raised.Base : right;
        return (left, right) switch
        {
            (Layout.Number, Layout.Symbol { IsScalar: true } or Layout.Norm or Layout.Inner or Layout.Total) => true,
            (Layout.Symbol { IsScalar: true } a, Layout.Symbol { IsScalar: true } b) =>
                SymbolNames.IsOneGlyph(a.Name) && SymbolNames.IsOneGlyph(b.Name) && (IsGreek(a) || IsGreek(b)),
            (Layout.Symbol { IsScalar: true } a, Layout.Norm or Layout.Inner) => SymbolNames.IsOneGlyph(a.Name),
            (Layout.Ratio or Layout.Total, Layout.Total) => true,
            _ => false,
        };
    }

    private static bool IsGreek(Layout.Symbol symbol) => SymbolNames.Letter(symbol.Name) is not null;
}
