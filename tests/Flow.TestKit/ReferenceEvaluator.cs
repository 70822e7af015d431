using Flow.Symbolic.Expressions;
using Flow.Symbolic.Shapes;

namespace Flow.TestKit;

/// <summary>
/// Evaluates expression graphs on dense row-major arrays, one node after the other with plain loops: slow and
/// obviously right, the judge of rewriting, differentiation and backends.
/// </summary>
public sealed class ReferenceEvaluator
{
    private readonly IReadOnlyDictionary<Dimension, int> _sizes;
    private readonly Dictionary<Expr, double[]> _values;

    /// <summary>Binds sizes and values.</summary>
    /// <param name="sizes">The size of each dimension.</param>
    /// <param name="values">
    /// The values of the variables, and of opaque functions and Jacobians where they occur.
    /// </param>
    public ReferenceEvaluator(
        IReadOnlyDictionary<Dimension, int> sizes, IEnumerable<KeyValuePair<Expr, double[]>> values)
    {
        _sizes = sizes;
        _values = new(values);
    }

    /// <summary>The elements of an expression, row-major.</summary>
    public double[] Evaluate(Expr expression)
    {
        foreach (var node in TopologicalOrder.Of(expression))
        {
            if (!_values.ContainsKey(node))
            {
                _values.Add(node, Compute(node));
            }
        }

        return _values[expression];
    }

    /// <summary>The value of a scalar expression.</summary>
    public double Scalar(Expr expression) => Evaluate(expression)[0];

    private double[] Compute(Expr node) => node switch
    {
        Constant constant => Filled(constant.Shape, constant.Value.ToDouble()),
        DimensionSize size => [_sizes[size.Dimension]],
        Sum sum => Map(node, i => sum.Operands.Sum(term => _values[term][i])),
        Product product => DenseArithmetic.Contract(
            product.Coefficient.ToDouble() * product.Scalars.Aggregate(1.0, (c, s) => c * _values[s][0]),
            [.. product.Tensors.Select(factor => (_values[factor.Value], factor.Indices))],
            [.. product.IndexDimensions.Select(dimension => _sizes[dimension])],
            product.Shape.Rank),
        Power power => Map(node, i => Math.Pow(_values[power.Base][i], power.Exponent.ToDouble())),
        Elementwise elementwise => Map(node, i => DenseArithmetic.Apply(
            elementwise.Function, _values[elementwise.Operands[0]][i], _values[elementwise.Operands[^1]][i])),
        Apply apply => Map(node, i => Call(apply, i)),
        RowFunction row => DenseArithmetic.Rows(
            _values[row.Operands[0]], _sizes[row.Operands[0].Shape.Dimensions[^1]], row.IsSoftmax),
        Convolution convolution => ImageArithmetic.Convolve(
            convolution, _values[convolution.Operands[0]], _values[convolution.Operands[1]], Sizes),
        WindowSum sum => ImageArithmetic.Sum(sum, _values[sum.Operands[0]], Sizes),
        Reshape reshape => _values[reshape.Operands[0]],
        _ => throw new InvalidOperationException($"{node.GetType().Name} {node} has no value here; bind one."),
    };

    private double Call(Apply apply, int element)
    {
        var arguments = apply.Function.Parameters
            .Zip(apply.Operands, (p, argument) => KeyValuePair.Create((Expr)p, new[] { _values[argument][element] }));
        return new ReferenceEvaluator(_sizes, arguments).Scalar(apply.Function.Derivative(apply.Orders));
    }

    private int[] Sizes(Expr node) => [.. node.Shape.Dimensions.Select(dimension => _sizes[dimension])];

    private double[] Filled(Shape shape, double value)
    {
        var result = new double[shape.Count(dimension => _sizes[dimension])];
        Array.Fill(result, value);
        return result;
    }

    private double[] Map(Expr node, Func<int, double> element)
    {
        var result = Filled(node.Shape, 0);
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = element(i);
        }

        return result;
    }
}
