using System.Collections.Immutable;
using Flow.Symbolic.Expressions;
using Flow.Symbolic.Shapes;

namespace Flow.Symbolic.Differentiation;

/// <summary>The cotangent of an operand from the cotangent of its node, of the operand's shape.</summary>
/// <param name="node">The node.</param>
/// <param name="operand">The position of the operand.</param>
/// <param name="cotangent">The cotangent of the node, of its shape.</param>
public delegate Expr CotangentRule(Expr node, int operand, Expr cotangent);

/// <summary>The table of reverse-mode rules, one for each kind of node.</summary>
public sealed class GradientRules
{
    private readonly ImmutableDictionary<Type, CotangentRule> _rules;

    private GradientRules(ImmutableDictionary<Type, CotangentRule> rules) => _rules = rules;

    /// <summary>The rules of calculus.</summary>
    public static GradientRules Default { get; } = new(new Dictionary<Type, CotangentRule>
    {
        [typeof(Sum)] = static (_, _, cotangent) => cotangent,
        [typeof(Product)] = static (node, operand, cotangent) => OfProduct((Product)node, operand, cotangent),
        [typeof(Power)] = OfElementwise,
        [typeof(Elementwise)] = OfElementwise,
        [typeof(Apply)] = OfElementwise,
        [typeof(RowFunction)] = static (node, _, cotangent) => OfRowFunction((RowFunction)node, cotangent),
        [typeof(Convolution)] = static (node, operand, cotangent) => ((Convolution)node).Adjoint(operand, cotangent),
        [typeof(WindowSum)] = static (node, _, cotangent) =>
            WindowSum.Of(((WindowSum)node).Windows, cotangent, !((WindowSum)node).IsAdjoint),
        [typeof(Reshape)] = static (node, _, cotangent) => Reshape.Of(cotangent, node.Operands[0].Shape),
        [typeof(OpaqueFunction)] = static (node, operand, cotangent) =>
            OfOpaque((OpaqueFunction)node, operand, cotangent),
    }.ToImmutableDictionary());

    /// <summary>The same table with one rule replaced.</summary>
    /// <param name="nodeType">The kind of node.</param>
    /// <param name="rule">Its rule.</param>
    public GradientRules With(Type nodeType, CotangentRule rule) => new(_rules.SetItem(nodeType, rule));

    /// <summary>Applies the rule of a node.</summary>
    /// <param name="node">The node.</param>
    /// <param name="operand">The position of the operand.</param>
    /// <param name="cotangent">The cotangent of the node.</param>
    /// <exception cref="NotSupportedException">The kind of node has no rule.</exception>
    public Expr Cotangent(Expr node, int operand, Expr cotangent) =>
        _rules.TryGetValue(node.GetType(), out var rule)
            ? rule(node, operand, cotangent)
            : throw new NotSupportedException(
                $"{node.GetType().Name} cannot be differentiated; make the network's layers explicit first.");

    private static Expr OfElementwise(Expr node, int operand, Expr cotangent) =>
        Algebra.Hadamard(cotangent, Partials.Of(node, operand)!);

    /// <summary>The product is linear in each factor: contract the cotangent with all the others.</summary>
    private static Expr OfProduct(Product product, int operand, Expr cotangent)
    {
        var factors = new List<Factor>
        {
            new(Constant.Of(product.Coefficient), []),
            new(cotangent, Algebra.Identity(cotangent)),
        };
        factors.AddRange(product.Scalars.Where((_, i) => i != operand).Select(static s => new Factor(s, [])));
        factors.AddRange(product.Tensors.Where((_, i) => i + product.Scalars.Length != operand));
        var kept = operand < product.Scalars.Length ? [] : product.Tensors[operand - product.Scalars.Length].Indices;
        if (kept.Distinct().Count() != kept.Length)
        {
            throw new ShapeException("A factor with a repeated index (a diagonal) cannot be differentiated.");
        }

        var order = kept.Concat(Enumerable.Range(0, product.IndexDimensions.Length).Except(kept)).ToList();
        return Product.Of(
            factors.Select(factor => factor.Rename(order.IndexOf)),
            [.. order.Select(index => product.IndexDimensions[index])],
            kept.Length);
    }

    private static Expr OfRowFunction(RowFunction node, Expr cotangent)
    {
        var softmax = RowFunction.Softmax(node.Operands[0]);
        return node.IsSoftmax
            ? Algebra.Hadamard(softmax, cotangent - RowBroadcast(RowInner(softmax, cotangent), softmax))
            : Algebra.Hadamard(softmax, RowBroadcast(cotangent, softmax));
    }

    private static Expr OfOpaque(OpaqueFunction function, int operand, Expr cotangent)
    {
        var jacobian = OpaqueJacobian.Of(function, operand);
        var rank = function.Shape.Rank;
        var own = jacobian.Shape.Rank - rank;
        var output = Enumerable.Range(own, rank).ToImmutableArray();
        Factor[] factors = [new(cotangent, output), new(jacobian, [.. output, .. Enumerable.Range(0, own)])];
        return Product.Of(
            factors, [.. jacobian.Shape.Dimensions.Skip(rank), .. jacobian.Shape.Dimensions.Take(rank)], own);
    }

    /// <summary>sum_c a_{..c} b_{..c}.</summary>
    internal static Expr RowInner(Expr a, Expr b) => Product.Of(
        [new(a, Algebra.Identity(a)), new(b, Algebra.Identity(b))], a.Shape.Dimensions, a.Shape.Rank - 1);

    /// <summary>A tensor without the last dimension repeated along it.</summary>
    private static Expr RowBroadcast(Expr a, Expr like) =>
        Product.Of([new(a, Algebra.Identity(a))], like.Shape.Dimensions, like.Shape.Rank);
}
