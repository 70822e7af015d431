using System.Collections.Immutable;
using Flow.Symbolic.Expressions;
using Flow.Symbolic.Functions;
using Flow.Symbolic.Shapes;

namespace Flow.TestKit;

/// <summary>
/// Builds random expression graphs over a few variables, each together with the value that plain array arithmetic
/// gives for the same steps, so that simplifications made by constructors show when they change a value.
/// </summary>
public sealed class RandomGraphs
{
    private static readonly ImmutableArray<string> Smooth = ["swish(3)", "softplus(2)", "tanh"];
    private static readonly ImmutableArray<string> Kinked = ["relu", "leaky-relu(0.1)"];

    private readonly RandomStream _random;
    private readonly bool _isSmooth;
    private readonly Dictionary<Expr, double[]> _variables = [];

    /// <summary>Makes a builder.</summary>
    /// <param name="seed">Equal seeds build equal graphs.</param>
    /// <param name="isSmooth">Whether functions with kinks are left out.</param>
    public RandomGraphs(ulong seed, bool isSmooth = false)
    {
        _random = new(seed);
        _isSmooth = isSmooth;
    }

    /// <summary>The dimension of the samples.</summary>
    public static Dimension Samples { get; } = new("N");

    /// <summary>The sizes of the dimensions.</summary>
    public static IReadOnlyDictionary<Dimension, int> Sizes { get; } = new Dictionary<Dimension, int>
    {
        [Samples] = 3,
        [new("a")] = 2,
        [new("b")] = 4,
        [new("o")] = 1,
    };

    /// <summary>The variables used so far, with their values.</summary>
    public IReadOnlyDictionary<Expr, double[]> Variables => _variables;

    /// <summary>A random shape of a rank.</summary>
    public Shape Shape(int rank) => new([.. Enumerable.Range(0, rank).Select(_ => _random.OneOf([.. Sizes.Keys]))]);

    /// <summary>An array of random elements of a shape.</summary>
    public double[] Array(Shape shape) => _random.Array(Count(shape));

    /// <summary>An evaluator with the variables bound.</summary>
    public ReferenceEvaluator Evaluator() => new(Sizes, _variables);

    /// <summary>A random graph.</summary>
    /// <param name="shape">Its shape.</param>
    /// <param name="depth">The number of levels.</param>
    public Twin Graph(Shape shape, int depth) => (depth == 0 ? 0 : _random.Below(8)) switch
    {
        0 => Leaf(shape),
        1 or 2 => Add(shape, depth),
        3 or 4 => Multiply(shape, depth),
        5 => Power(shape, depth),
        6 => Function(shape, depth),
        _ => Rows(shape, depth),
    };

    private static int Count(Shape shape) => shape.Count(static dimension => Sizes[dimension]);

    private Twin Leaf(Shape shape)
    {
        if (_random.OneIn(5))
        {
            var value = new Rational(_random.Below(7) - 3, _random.OneOf(1, 2));
            return new(Constant.Of(value, shape), [.. Enumerable.Repeat(value.ToDouble(), Count(shape))]);
        }

        if (shape.IsScalar && _random.OneIn(6))
        {
            return new(DimensionSize.Of(Samples), [Sizes[Samples]]);
        }

        var name = $"{_random.OneOf("x", "y")}{string.Concat(shape.Dimensions)}";
        var variable = Variable.Of(name, shape);
        if (!_variables.TryGetValue(variable, out var elements))
        {
            _variables.Add(variable, elements = Array(shape));
        }

        return new(variable, elements);
    }

    private Twin Add(Shape shape, int depth)
    {
        var terms = Enumerable.Range(0, 2 + _random.Below(2)).Select(_ => Graph(shape, depth - 1)).ToList();
        terms = _random.OneIn(3) ? [.. terms, terms[0]] : terms;
        var signs = terms.Select(_ => _random.OneIn(2)).ToList();
        var expression = Sum.Of(terms.Zip(signs, static (t, isMinus) => isMinus ? -t.Expression : t.Expression));
        double Element(int i) => terms.Zip(signs, (t, isMinus) => isMinus ? -t.Value[i] : t.Value[i]).Sum();
        return new(expression, [.. Enumerable.Range(0, Count(shape)).Select(Element)]);
    }

    /// <summary>A random index product: summed indices, transposes, broadcasts and scalars as they come.</summary>
    private Twin Multiply(Shape shape, int depth)
    {
        Dimension[] dimensions = [.. shape.Dimensions, .. Shape(_random.Below(3)).Dimensions];
        var factors = new List<Factor>();
        var values = new List<(double[] Values, ImmutableArray<int> Indices)>();
        var count = 1 + _random.Below(3);
        for (var k = 0; k < count; k++)
        {
            var indices = Enumerable.Range(0, dimensions.Length).Where(_ => !_random.OneIn(3)).ToList();
            if (_random.OneIn(3))
            {
                indices.Reverse();
            }

            var again = k > 0 && _random.OneIn(3);
            indices = again ? [.. values[0].Indices] : indices;
            var twin = again
                ? new(factors[0].Value, values[0].Values)
                : Graph(new Shape([.. indices.Select(index => dimensions[index])]), depth - 1);
            factors.Add(new(twin.Expression, [.. indices]));
            values.Add((twin.Value, [.. indices]));
        }

        return new(
            Product.Of(factors, dimensions, shape.Rank),
            DenseArithmetic.Contract(1, values, [.. dimensions.Select(static d => Sizes[d])], shape.Rank));
    }

    /// <summary>A power of something positive.</summary>
    private Twin Power(Shape shape, int depth)
    {
        var inner = Graph(shape, depth - 1);
        var half = Constant.Of(new Rational(1, 2), shape);
        var @base = Elementwise.Of(Primitive.Softplus, inner.Expression) + half;
        var exponent = _random.OneOf<Rational>(2, -1, 3, new Rational(1, 2), new Rational(-2, 3), -2);
        var power = exponent.ToDouble();
        return new(
            Symbolic.Expressions.Power.Of(@base, exponent),
            [.. inner.Value.Select(z => Math.Pow(DenseArithmetic.Apply(Primitive.Softplus, z, 0) + 0.5, power))]);
    }

    private Twin Function(Shape shape, int depth)
    {
        var z = Graph(shape, depth - 1);
        switch (_random.Below(_isSmooth ? 2 : 3))
        {
            case 0:
                var primitive = _random.OneOf(
                    Primitive.Sin, Primitive.Cos, Primitive.Tanh, Primitive.Sigmoid, Primitive.Softplus);
                return new(
                    Elementwise.Of(primitive, z.Expression),
                    [.. z.Value.Select(value => DenseArithmetic.Apply(primitive, value, 0))]);
            case 1:
                var function = ScalarFunctionCatalog.Parse(_random.OneOf(_isSmooth ? Smooth : [.. Smooth, .. Kinked]));
                return new(Apply.Of(function, z.Expression), [.. z.Value.Select(value => Value(function, value))]);
            default:
                var other = Graph(shape, depth - 1);
                var choice = _random.OneOf(Primitive.Max, Primitive.Min);
                return new(
                    Elementwise.Of(choice, z.Expression, other.Expression),
                    [.. z.Value.Zip(other.Value, (a, b) => DenseArithmetic.Apply(choice, a, b))]);
        }
    }

    private static double Value(ScalarFunction function, double z) =>
        new ReferenceEvaluator(Sizes, [new(function.Parameters[0], [z])]).Scalar(function.Body);

    private Twin Rows(Shape shape, int depth)
    {
        if (shape.IsScalar || _random.OneIn(2))
        {
            var last = _random.OneOf([.. Sizes.Keys]);
            var wide = Graph(new Shape(shape.Dimensions.Add(last)), depth - 1);
            return new(RowFunction.LogSumExp(wide.Expression), DenseArithmetic.Rows(wide.Value, Sizes[last], false));
        }

        var operand = Graph(shape, depth - 1);
        return new(
            RowFunction.Softmax(operand.Expression),
            DenseArithmetic.Rows(operand.Value, Sizes[shape.Dimensions[^1]], true));
    }
}
