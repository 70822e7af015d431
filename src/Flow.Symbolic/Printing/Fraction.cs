using Flow.Symbolic.Expressions;

namespace Flow.Symbolic.Printing;

/// <summary>Factors gathered above and below a fraction bar, with equal ones made into powers.</summary>
internal sealed class Fraction
{
    private readonly List<Item> _items = [];

    /// <summary>The exact coefficient, positive.</summary>
    public Rational Coefficient { get; set; } = 1;

    private bool HasTensor { get; set; }

    /// <summary>Multiplies by a power of a layout.</summary>
    public void Add(Layout layout, Rational exponent, int order)
    {
        if (layout is Layout.Ratio { Numerator: Layout.Number { Value.IsOne: true } } ratio)
        {
            (layout, exponent) = (ratio.Denominator, -exponent);
        }

        var text = TextNotation.Instance.Write(layout);
        var known = _items.FindIndex(item => item.Text == text && !item.IsTensor);
        if (known >= 0)
        {
            _items[known] = _items[known] with { Exponent = _items[known].Exponent + exponent };
        }
        else
        {
            _items.Add(new(layout, exponent, order, text, false));
        }
    }

    /// <summary>Multiplies by a joined factor of an index product.</summary>
    public void AddBlock(Block block)
    {
        if (block.Rank == 0)
        {
            Add(block.Body, 1, block.Order);
            return;
        }

        HasTensor = true;
        _items.Add(new(block.Body, 1, block.Order, TextNotation.Instance.Write(block.Body), true));
    }

    /// <summary>Multiplies by another fraction; one with a tensor stays together behind the scalars.</summary>
    public void Join(Fraction other, bool hasTensor)
    {
        if (hasTensor)
        {
            _items.Add(new(other.Write(), 1, FactorOrder.Sum, string.Empty, true));
            return;
        }

        foreach (var item in other._items)
        {
            Add(item.Body, item.Exponent, item.Order);
        }
    }

    /// <summary>The whole, such as 2 rho/N, (2/N)[..] or a/(2 b).</summary>
    public Layout Write()
    {
        var sorted = _items
            .OrderBy(static item => item.IsTensor && item.Order == FactorOrder.Sum ? int.MaxValue : item.Order)
            .ThenBy(static item => item.Text, StringComparer.Ordinal)
            .ToList();
        var above = Numbers(Coefficient.Numerator);
        var below = Numbers(Coefficient.Denominator);
        var large = new List<Layout>();
        foreach (var item in sorted.Where(static item => !item.Exponent.IsZero))
        {
            var raised = LayoutBuilder.Raise(item.Body, Rational.Abs(item.Exponent), false);
            var target = item.Exponent.Sign < 0 ? below : IsLarge(item, raised) ? large : above;
            target.Add(raised);
        }

        return HasTensor && below.Count == 0 && Coefficient.IsOne
            ? InOrder(sorted)
            : Compose(above, below, large, _items.Exists(static item => item.IsTensor));
    }

    /// <summary>Inside a sum over samples the order of factors is the same with and without a tensor.</summary>
    private static Layout InOrder(List<Item> sorted) => Layout.Side(
    [
        .. sorted.Where(static item => !item.Exponent.IsZero)
            .Select(static item => LayoutBuilder.Raise(item.Body, item.Exponent, false)),
    ]);

    private static Layout Compose(List<Layout> above, List<Layout> below, List<Layout> large, bool hasTensor)
    {
        if (below.Count == 0)
        {
            return Layout.Side([.. above, .. large]);
        }

        var isSum = below.Exists(static layout => layout is Layout.Total or Layout.Raised { Base: Layout.Total });
        var isSplit = large.Count > 0 && (hasTensor || !isSum);
        return isSplit
            ? Layout.Side([new Layout.Ratio(Layout.Side(above), Layout.Side(below)), .. large])
            : new Layout.Ratio(Layout.Side([.. above, .. large]), Layout.Side(below));
    }

    private static List<Layout> Numbers(System.Numerics.BigInteger value) =>
        value.IsOne ? [] : [new Layout.Number(value)];

    private static bool IsLarge(Item item, Layout raised) =>
        item.IsTensor || raised is Layout.Total or Layout.Series || (raised is Layout.Row row && row.HasSeries);

    private readonly record struct Item(Layout Body, Rational Exponent, int Order, string Text, bool IsTensor);
}
