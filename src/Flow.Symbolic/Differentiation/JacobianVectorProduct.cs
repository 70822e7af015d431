using System.Collections.Immutable;
using Flow.Symbolic.Expressions;
using Flow.Symbolic.Shapes;

namespace Flow.Symbolic.Differentiation;

/// <summary>Forward-mode differentiation: the directional derivative of a graph along given tangents.</summary>
public sealed class JacobianVectorProduct
{
    private readonly Dictionary<Expr, Expr?> _tangents;

    /// <summary>Fixes the direction.</summary>
    /// <param name="directions">For each node that moves, its tangent of the same shape.</param>
    /// <exception cref="ShapeException">A tangent has another shape than its node.</exception>
    public JacobianVectorProduct(IEnumerable<KeyValuePair<Expr, Expr>> directions)
    {
        _tangents = new(ReferenceEqualityComparer.Instance);
        foreach (var (node, tangent) in directions)
        {
            _tangents[node] = node.Shape.Equals(tangent.Shape)
                ? tangent
                : throw new ShapeException($"The tangent has shape {tangent.Shape}; its node has {node.Shape}.");
        }
    }

    /// <summary>The directional derivative of an expression, of its shape.</summary>
    /// <param name="expression">The expression.</param>
    public Expr Of(Expr expression) => Tangent(expression) ?? Constant.Of(0, expression.Shape);

    /// <summary>Null stands for zero.</summary>
    private Expr? Tangent(Expr node)
    {
        if (!_tangents.TryGetValue(node, out var tangent))
        {
            var parts = new List<Expr>();
            for (var i = 0; i < node.Operands.Length; i++)
            {
                if (Tangent(node.Operands[i]) is { } inner && !Constant.IsZero(inner))
                {
                    parts.Add(Along(node, i, inner));
                }
            }

            tangent = parts.Count == 0 ? null : Sum.Of(parts);
            _tangents.Add(node, tangent);
        }

        return tangent;
    }

    private static Expr Along(Expr node, int operand, Expr tangent) => node switch
    {
        Sum => tangent,
        Product or Convolution or WindowSum or Reshape => node.WithOperands(node.Operands.SetItem(operand, tangent)),
        RowFunction row => OfRowFunction(row, tangent),
        OpaqueFunction function => OfOpaque(function, operand, tangent),
        _ when Partials.Of(node, operand) is { } partial => Algebra.Hadamard(partial, tangent),
        _ => throw new NotSupportedException($"{node.GetType().Name} cannot be differentiated."),
    };

    private static Expr OfRowFunction(RowFunction node, Expr tangent)
    {
        var softmax = RowFunction.Softmax(node.Operands[0]);
        var inner = GradientRules.RowInner(softmax, tangent);
        return node.IsSoftmax ? GradientRules.Default.Cotangent(node, 0, tangent) : inner;
    }

    private static Expr OfOpaque(OpaqueFunction function, int operand, Expr tangent)
    {
        var jacobian = OpaqueJacobian.Of(function, operand);
        var rank = function.Shape.Rank;
        var summed = Enumerable.Range(rank, tangent.Shape.Rank).ToImmutableArray();
        Factor[] factors = [new(jacobian, Algebra.Identity(jacobian)), new(tangent, summed)];
        return Product.Of(factors, jacobian.Shape.Dimensions, rank);
    }
}
