using System.Collections.Immutable;
using Flow.Symbolic.Expressions;
using Flow.Symbolic.Shapes;

namespace Flow.Symbolic.Printing;

/// <summary>Lays out expressions; the one traversal behind every notation.</summary>
internal sealed class LayoutBuilder(PrintOptions options)
{
    /// <summary>The options.</summary>
    public PrintOptions Options => options;

    /// <summary>A whole expression, written out even where it has a name.</summary>
    public Layout Top(Expr expression) => WriteOut(expression, TopPlace(expression));

    /// <summary>The name of a whole expression, with the letters of its samples.</summary>
    public Layout Head(string name, Expr expression) =>
        new Layout.Symbol(name, TopPlace(expression).Letters, expression.IsScalar);

    private Place TopPlace(Expr expression)
    {
        var letters = new List<string>();
        var indices = new List<string?>();
        foreach (var dimension in expression.Shape.Dimensions)
        {
            var letter = IsTrivial(dimension) ? string.Empty : IsSample(dimension) ? Place.FreshSample(letters) : null;
            indices.Add(letter);
            letters.AddRange(string.IsNullOrEmpty(letter) ? [] : [letter]);
        }

        return new([.. indices], [.. letters]);
    }

    /// <summary>Whether a dimension has size one and its index is not shown.</summary>
    public bool IsTrivial(Dimension dimension) =>
        options.Style == PrintStyle.PerSample && options.Trivial.Contains(dimension);

    /// <summary>Whether a dimension is that of the samples, printed sample by sample.</summary>
    public bool IsSample(Dimension dimension) =>
        options.Style == PrintStyle.PerSample && dimension == options.Samples;

    /// <summary>Whether a node is printed by a name.</summary>
    public bool IsNamed(Expr expression) => options.Names.ContainsKey(expression);

    /// <summary>An expression at a place.</summary>
    public Layout At(Expr expression, Place place) => options.Names.TryGetValue(expression, out var name)
        ? new Layout.Symbol(name, place.Letters, expression.IsScalar)
        : WriteOut(expression, place);

    /// <summary>A power of a layout; norms and squares of norms join their exponents.</summary>
    public static Layout Raise(Layout layout, Rational exponent, bool isElementwise)
    {
        if (layout is Layout.Raised { Base: Layout.Norm norm, Exponent: var inner })
        {
            (layout, exponent) = (norm, inner * exponent);
        }

        if (exponent.IsOne)
        {
            return layout;
        }

        return exponent == new Rational(1, 2) && !isElementwise
            ? new Layout.Root(layout)
            : new Layout.Raised(layout, exponent, isElementwise);
    }

    /// <summary>An exact number.</summary>
    public static Layout Number(Rational value)
    {
        var magnitude = Rational.Abs(value);
        Layout layout = magnitude.IsInteger
            ? new Layout.Number(magnitude.Numerator)
            : new Layout.Ratio(new Layout.Number(magnitude.Numerator), new Layout.Number(magnitude.Denominator));
        return value.Sign < 0 ? new Layout.Negative(layout) : layout;
    }

    private Layout WriteOut(Expr expression, Place place) => expression switch
    {
        Variable variable => new Layout.Symbol(variable.Name, place.Letters, variable.IsScalar),
        Constant constant => Number(constant.Value),
        DimensionSize size => new Layout.Symbol(size.Dimension.Name, [], true),
        Sum sum => new TotalLayout(this, place).Of(sum),
        Product product => ProductLayout.Of(this, product, place),
        Power power => OfPower(power, place),
        Elementwise elementwise => OfElementwise(elementwise, place),
        Apply apply => OfApply(apply, place),
        RowFunction row => OfRowFunction(row, place),
        OpaqueFunction function => new Layout.Symbol(function.Name, place.Letters, false),
        OpaqueJacobian jacobian => OfJacobian(jacobian, place),
        Convolution convolution => OfOperator(
            convolution.Role switch
            {
                ConvolutionRole.Output => "conv",
                ConvolutionRole.Input => "deconv",
                _ => "corr",
            },
            convolution,
            place),
        WindowSum sum => OfOperator(sum.IsAdjoint ? "unpool" : "pool", sum, place),
        _ => OfOperator(expression.GetType().Name.ToLowerInvariant(), expression, place),
    };

    /// <summary>A linear operator by name; an index of its value is put behind the brackets.</summary>
    private Layout OfOperator(string name, Expr node, Place place)
    {
        var call = new Layout.Call(
            name, [.. node.Operands.Select(operand => At(operand, Inherit(operand, place)))]);
        ImmutableArray<string> letters =
        [
            .. place.Indices.Where((letter, i) => !string.IsNullOrEmpty(letter) && !IsSample(node.Shape.Dimensions[i]))
                .Select(static letter => letter!),
        ];
        return letters.IsEmpty ? call : new Layout.Element(call, letters);
    }

    private Layout OfPower(Power power, Place place)
    {
        var @base = At(power.Base, place);
        var raised = Raise(@base, Rational.Abs(power.Exponent), place.HasWhole);
        return power.Exponent.Sign < 0 ? new Layout.Ratio(new Layout.Number(1), raised) : raised;
    }

    private Layout OfElementwise(Elementwise node, Place place)
    {
        var operands = node.Operands.Select(operand => At(operand, place)).ToImmutableArray();
        return node.Function switch
        {
            Primitive.Exp => new Layout.Exponential(operands[0]),
            Primitive.Abs => new Layout.Magnitude(operands[0]),
            Primitive.Step => new Layout.Indicator(operands[0]),
            _ => new Layout.Call(node.Function.ToString().ToLowerInvariant(), operands),
        };
    }

    /// <summary>One parameter: primes. Several: the parameters differentiated in, as subscripts.</summary>
    private Layout.Applied OfApply(Apply apply, Place place)
    {
        var arguments = apply.Operands.Select(operand => At(operand, place)).ToImmutableArray();
        var subscript = apply.Orders.Length == 1
            ? string.Empty
            : string.Concat(apply.Orders.Zip(
                apply.Function.Parameters, static (order, p) => string.Concat(Enumerable.Repeat(p.Name, order))));
        return new Layout.Applied(
            apply.Function.Symbol, apply.Orders.Length == 1 ? apply.Orders[0] : 0, subscript, arguments);
    }

    private Layout OfRowFunction(RowFunction node, Place place)
    {
        var name = node.IsSoftmax ? "softmax" : "logsumexp";
        var outer = node.IsSoftmax ? place.Indices.RemoveAt(place.Indices.Length - 1) : place.Indices;
        var call = new Layout.Call(name, [At(node.Operands[0], place with { Indices = outer.Add(null) })]);
        var last = node.IsSoftmax ? place.Indices[^1] : null;
        return string.IsNullOrEmpty(last) ? call : new Layout.Element(call, [last]);
    }

    private Layout.Partial OfJacobian(OpaqueJacobian jacobian, Place place)
    {
        var rank = jacobian.Function.Shape.Rank;
        var function = place with { Indices = [.. place.Indices.Take(rank)] };
        var argument = place with { Indices = [.. place.Indices.Skip(rank)] };
        return new Layout.Partial(
            At(jacobian.Function, function), At(jacobian.Function.Operands[jacobian.Argument], argument));
    }

    /// <summary>The place of an operand whose dimensions bear no fixed relation to those of its node.</summary>
    private Place Inherit(Expr operand, Place place)
    {
        var sample = place.Letters.FirstOrDefault("n");
        return place with { Indices = [.. operand.Shape.Dimensions.Select(d => IsSample(d) ? sample : null)] };
    }
}
