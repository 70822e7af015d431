using Flow.Symbolic.Expressions;

namespace Flow.Symbolic.Printing;

/// <summary>
/// Lays out an index product: coefficient, sums over samples, what is summed, as fractions where needed.
/// </summary>
internal sealed class ProductLayout
{
    private readonly LayoutBuilder _builder;
    private readonly Product _product;
    private readonly Place _place;
    private readonly Expr? _averaged;
    private readonly Fraction _fraction = new();

    private ProductLayout(LayoutBuilder builder, Product product, Place place)
    {
        _builder = builder;
        _product = product;
        _place = place;
        _averaged = SampleSums.Averaged(product, builder);
    }

    /// <summary>The product.</summary>
    public static Layout Of(LayoutBuilder builder, Product product, Place place)
    {
        if (product.Coefficient.Sign >= 0)
        {
            return new ProductLayout(builder, product, place).Build();
        }

        if (product.Coefficient == -1 && product.Operands is [Sum sum] && !builder.IsNamed(sum)
            && product.IndexDimensions.Length == sum.Shape.Rank && IsInOrder(product))
        {
            return builder.At(SignRules.Negate(sum), place);
        }

        return SignRules.Turned(product, builder) is { } turned
            ? builder.At(turned, place)
            : new Layout.Negative(builder.At(-product, place));
    }

    private static bool IsInOrder(Product product) =>
        product.Tensors.All(static factor => factor.Indices.SequenceEqual(Enumerable.Range(0, factor.Indices.Length)));

    private Layout Build()
    {
        var coefficient = Rational.Abs(_product.Coefficient);
        _fraction.Coefficient = coefficient;
        foreach (var scalar in _product.Scalars)
        {
            AddScalar(scalar);
        }

        AddTensors();
        return _fraction.Write();
    }

    private void AddScalar(Expr scalar)
    {
        if (_averaged is not null && ReferenceEquals(scalar, SampleSums.Inverse(_builder)))
        {
            return;
        }

        var (@base, exponent) = scalar is Power power ? (power.Base, power.Exponent) : (scalar, 1);
        var inside = _place.ForScalar;
        if (ReferenceEquals(scalar, _averaged))
        {
            _fraction.Add(Average(scalar, inside), 1, OrderOf(scalar));
            return;
        }

        _fraction.Add(_builder.At(@base, inside), exponent, OrderOf(@base));
    }

    /// <summary>A sum over the samples, or a sum of such, divided by their number.</summary>
    private Layout Average(Expr sum, Place place)
    {
        if (sum is Product product)
        {
            return new ProductLayout(_builder, product, place).BuildMean();
        }

        var inverse = SampleSums.Inverse(_builder);
        return _builder.At(Sum.Of(sum.Operands.Select(term => Algebra.Scale(inverse, term))), place);
    }

    /// <summary>A closed sum over the samples, as a mean.</summary>
    private Layout BuildMean()
    {
        _fraction.Coefficient = _product.Coefficient;
        foreach (var scalar in _product.Scalars)
        {
            AddScalar(scalar);
        }

        AddTensors(true);
        return _fraction.Write();
    }

    private void AddTensors(bool isMean = false)
    {
        if (_product.Tensors.IsEmpty)
        {
            return;
        }

        isMean |= ReferenceEquals(_averaged, _product);
        var names = new IndexNames(_builder, _product, _place, isMean);
        var letters = names.Samples;
        var body = new Fraction();
        var tensor = names.HasElements ? null : FillMatrixForm(names, body);
        if (tensor is null)
        {
            body = new Fraction();
            letters = [.. letters, .. names.NameAll()];
            FillElements(names, body);
        }

        if (isMean)
        {
            _fraction.Add(new Layout.Mean(body.Write()), 1, FactorOrder.Function);
        }
        else if (letters.IsEmpty)
        {
            _fraction.Join(body, tensor is true);
        }
        else
        {
            var inner = body.Write();
            var isObvious = names.Samples is ["n"] && letters.Length == 1 && _place.Scope.IsEmpty && !inner.HasSeries;
            _fraction.Add(new Layout.Series(letters, isObvious, inner), 1, FactorOrder.Sum);
        }
    }

    /// <summary>Null where there is no matrix form; else whether a tensor is among the factors.</summary>
    private bool? FillMatrixForm(IndexNames names, Fraction body)
    {
        var blocks = new List<Block>();
        foreach (var factor in _product.Tensors)
        {
            var whole = names.Whole(factor);
            if (whole.IsEmpty)
            {
                AddAtPoint(body, factor.Value, names.Of(factor));
            }
            else
            {
                blocks.Add(new([Whole(factor.Value, names.Of(factor))], whole, OrderOf(factor.Value)));
            }
        }

        var joined = MatrixForm.Find(blocks, names.Open, names.DimensionLetter);
        foreach (var block in joined ?? [])
        {
            body.AddBlock(block);
        }

        return joined is null ? null : joined.Any(static block => block.Rank > 0);
    }

    private void FillElements(IndexNames names, Fraction body)
    {
        foreach (var factor in _product.Tensors)
        {
            AddAtPoint(body, factor.Value, names.Of(factor));
        }
    }

    private void AddAtPoint(Fraction body, Expr factor, Place place)
    {
        var (@base, exponent) = factor is Power power ? (power.Base, power.Exponent) : (factor, (Rational)1);
        body.Add(Whole(@base, place), exponent, OrderOf(@base));
    }

    private Layout Whole(Expr factor, Place place) =>
        ReferenceEquals(factor, _averaged) ? Average(factor, place) : _builder.At(factor, place);

    private int OrderOf(Expr factor) => FactorOrder.Of(factor, _builder.Options.Samples);
}
