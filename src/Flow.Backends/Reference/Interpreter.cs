using Flow.Symbolic.Expressions;
using Flow.Symbolic.Shapes;

namespace Flow.Backends.Reference;

/// <summary>
/// Evaluates expression graphs on dense arrays, node by node, exactly as the node is defined: slow and obviously
/// right, the judge of every other backend.
/// </summary>
public sealed class Interpreter
{
    private readonly Func<Dimension, int> _size;
    private readonly Dictionary<Expr, Tensor> _values = new(ReferenceEqualityComparer.Instance);

    /// <summary>Makes an interpreter.</summary>
    /// <param name="size">The size of each dimension, the samples included.</param>
    public Interpreter(Func<Dimension, int> size) => _size = size;

    /// <summary>Gives a node its value: a variable, an opaque function or an opaque Jacobian.</summary>
    /// <param name="node">The node.</param>
    /// <param name="values">Its elements, row-major.</param>
    /// <exception cref="ArgumentException">The number of elements does not fit the shape.</exception>
    public void Bind(Expr node, double[] values)
    {
        var sizes = node.Shape.Dimensions.Select(_size).ToArray();
        var count = sizes.Aggregate(1, static (product, size) => checked(product * size));
        _values[node] = values.Length == count
            ? new(sizes, values)
            : throw new ArgumentException($"{node} has {count} elements, not {values.Length}.", nameof(values));
    }

    /// <summary>The value of an expression.</summary>
    /// <param name="expression">The expression; every variable in it must be bound.</param>
    /// <exception cref="ArgumentException">A variable or an opaque node is not bound.</exception>
    public Tensor Evaluate(Expr expression)
    {
        if (!_values.TryGetValue(expression, out var value))
        {
            value = Compute(expression);
            _values.Add(expression, value);
        }

        return value;
    }

    private Tensor Compute(Expr node) => node switch
    {
        Constant constant => Fill(constant),
        DimensionSize size => Tensor.Scalar(_size(size.Dimension)),
        Sum sum => OfSum(sum),
        Product product => OfProduct(product),
        Power power => Map(Evaluate(power.Base), ElementaryFunctions.Power(power.Exponent)),
        Elementwise elementwise => OfElementwise(elementwise),
        Apply apply => Evaluate(apply.Inline()),
        RowFunction row => OfRowFunction(row),
        Convolution convolution => WindowLoops.Convolve(
            convolution, Evaluate(convolution.Operands[0]), Evaluate(convolution.Operands[1]), Sizes(convolution)),
        WindowSum sum => WindowLoops.Sum(sum, Evaluate(sum.Operands[0]), Sizes(sum)),
        Reshape reshape => new(Sizes(reshape), Evaluate(reshape.Operands[0]).Values),
        _ => throw new ArgumentException($"{node} has no value; bind it before evaluating."),
    };

    private int[] Sizes(Expr node) => [.. node.Shape.Dimensions.Select(_size)];

    private Tensor Fill(Constant constant)
    {
        var sizes = Sizes(constant);
        var values = new double[sizes.Aggregate(1, static (product, size) => product * size)];
        Array.Fill(values, constant.Value.ToDouble());
        return new(sizes, values);
    }

    private Tensor OfSum(Sum sum)
    {
        var result = (double[])Evaluate(sum.Operands[0]).Values.Clone();
        foreach (var term in sum.Operands.Skip(1))
        {
            var values = Evaluate(term).Values;
            for (var i = 0; i < result.Length; i++)
            {
                result[i] += values[i];
            }
        }

        return new(Evaluate(sum.Operands[0]).Sizes, result);
    }

    private Tensor OfProduct(Product product)
    {
        var scale = product.Coefficient.ToDouble();
        foreach (var scalar in product.Scalars)
        {
            scale *= Evaluate(scalar).Values[0];
        }

        var terms = product.Tensors.Select(f => new Contraction.Term(Evaluate(f.Value), f.Indices)).ToList();
        var result = Contraction.Of(terms, [.. product.IndexDimensions.Select(_size)], product.Shape.Rank);
        return Map(result, x => scale * x);
    }

    private Tensor OfElementwise(Elementwise node)
    {
        var first = Evaluate(node.Operands[0]);
        if (node.Operands.Length == 1)
        {
            return Map(first, ElementaryFunctions.Unary(node.Function));
        }

        var second = Evaluate(node.Operands[1]).Values;
        var function = ElementaryFunctions.Binary(node.Function);
        return new(first.Sizes, [.. first.Values.Zip(second, function)]);
    }

    private Tensor OfRowFunction(RowFunction node)
    {
        var operand = Evaluate(node.Operands[0]);
        var width = operand.Sizes[^1];
        var rows = operand.Values.Chunk(width).ToList();
        var values = rows.SelectMany(row => ElementaryFunctions.Row(row, node.IsSoftmax)).ToArray();
        return new(node.IsSoftmax ? operand.Sizes : operand.Sizes[..^1], values);
    }

    private static Tensor Map(Tensor tensor, Func<double, double> function) =>
        new(tensor.Sizes, Array.ConvertAll(tensor.Values, x => function(x)));
}
