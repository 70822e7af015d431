using System.Collections.Immutable;
using Flow.Symbolic.Expressions;

namespace Flow.Symbolic.Printing;

/// <summary>
/// Orders the terms of a sum for reading: constants, plain scalars, the rest, decay terms (those with a factor
/// lambda); positive ones first; terms over the samples that share a coefficient are bracketed behind it.
/// </summary>
internal sealed class TotalLayout(LayoutBuilder builder, Place place)
{
    /// <summary>The sum.</summary>
    public Layout Of(Sum sum)
    {
        var terms = Gather(sum.Operands);
        if (terms.Count == 1)
        {
            return builder.At(terms[0], place);
        }

        var printed = terms.Select(Print)
            .OrderBy(static term => term.Group)
            .ThenBy(static term => term.Term.IsNegative)
            .ThenBy(static term => term.Text.Length)
            .ThenBy(static term => term.Text, StringComparer.Ordinal)
            .ToList();
        var first = printed.FindIndex(static term => !term.Term.IsNegative);
        if (first > 0)
        {
            var leading = printed[first];
            printed.RemoveAt(first);
            printed.Insert(0, leading);
        }

        return new Layout.Total([.. printed.Select(static term => term.Term)]);
    }

    private Printed Print(Expr term)
    {
        var layout = builder.At(term, place);
        var (isNegative, body) = layout is Layout.Negative negative ? (true, negative.Body) : (false, layout);
        var group = term switch
        {
            Constant => 0,
            { IsScalar: true } and (Variable or DimensionSize) => 1,
            Product { Tensors.IsEmpty: true } product when product.Scalars.All(IsPlainDecay) => 1,
            Product product when product.Scalars.Any(IsDecay) => 4,
            Product when body is Layout.Row row && row.Items.Any(static item => item is Layout.Ones) => 3,
            _ => 2,
        };
        return new(group, new(isNegative, body), TextNotation.Instance.Write(body));
    }

    private static bool IsPlainDecay(Expr scalar) => IsDecay(scalar) || scalar is DimensionSize;

    private static bool IsDecay(Expr scalar) => scalar switch
    {
        Variable variable => SymbolNames.Split(variable.Name).Stem == "lambda",
        Power power => IsDecay(power.Base),
        _ => false,
    };

    /// <summary>Terms with sums over samples divided by N are put behind their common coefficient.</summary>
    private List<Expr> Gather(ImmutableArray<Expr> terms)
    {
        var shared = terms.OfType<Product>()
            .Where(term => !builder.IsNamed(term) && SampleSums.Has(term, builder))
            .ToList();
        var common = shared.Count < 2 ? null : CommonCoefficient(shared);
        if (common is null)
        {
            return [.. terms];
        }

        var inverse = Power.Of(common, -1);
        var group = Algebra.Scale(common, Sum.Of(shared.Select(term => Algebra.Scale(inverse, term))));
        return [group, .. terms.Where(term => !shared.Contains(term))];
    }

    private Expr? CommonCoefficient(List<Product> terms)
    {
        var powers = terms.Select(static term => term.Scalars.Select(Split).ToList()).ToList();
        var common = new List<Expr>();
        foreach (var (@base, exponent) in powers[0])
        {
            var all = powers.Select(list => list.Find(pair => ReferenceEquals(pair.Base, @base)).Exponent).ToList();
            if (all.All(other => other.Sign == exponent.Sign) && IsPlain(@base))
            {
                common.Add(Power.Of(@base, all.MinBy(Rational.Abs)));
            }
        }

        var magnitude = Rational.Abs(terms[0].Coefficient);
        var content = terms.All(term => Rational.Abs(term.Coefficient) == magnitude) ? magnitude : 1;
        content = terms.All(static term => term.Coefficient.Sign < 0) ? -content : content;
        var isWorthwhile = builder.Options.MeanNotation
            ? common.Count > 0 || !Rational.Abs(content).IsOne
            : common.Contains(SampleSums.Inverse(builder));
        return isWorthwhile ? Algebra.Multiply([Constant.Of(content), .. common]) : null;
    }

    private bool IsPlain(Expr @base) => @base is Variable
        || (@base is DimensionSize size && !(builder.Options.MeanNotation && builder.IsSample(size.Dimension)));

    private static (Expr Base, Rational Exponent) Split(Expr scalar) =>
        scalar is Power power ? (power.Base, power.Exponent) : (scalar, 1);

    private readonly record struct Printed(int Group, Layout.Term Term, string Text);
}
