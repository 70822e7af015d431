using Flow.Symbolic.Expressions;

namespace Flow.Symbolic.Rewriting;

/// <summary>Rules that hold for particular functions or on a constraint.</summary>
public static class HomogeneityRules
{
    /// <summary>
    /// Euler's identity, sum_a (df/da) a = p f for a function positively homogeneous of degree p in a; it applies only
    /// where the degree is known.
    /// </summary>
    public static Rule Euler { get; } = EulerWith(static (function, argument) => function.Degrees[argument]);

    /// <summary>Euler's identity with the degree taken from a given source.</summary>
    /// <param name="degree">The degree of a function in one of its arguments, null where it has none.</param>
    public static Rule EulerWith(Func<OpaqueFunction, int, Rational?> degree) => new(
        "Euler's identity", node => node is Product product ? ApplyEuler(product, degree) : null);

    /// <summary>A constraint ||V||^2 = 1 put into inner products and powers.</summary>
    /// <param name="tensor">V.</param>
    public static Rule UnitNorm(Expr tensor)
    {
        var squaredNorm = Algebra.SquaredNorm(tensor);
        return new("unit norm", node => ReferenceEquals(node, squaredNorm) ? Constant.Of(1) : null);
    }

    private static Expr? ApplyEuler(Product product, Func<OpaqueFunction, int, Rational?> degree)
    {
        for (var i = 0; i < product.Tensors.Length; i++)
        {
            if (product.Tensors[i].Value is OpaqueJacobian jacobian
                && degree(jacobian.Function, jacobian.Argument) is { } p
                && FindArgument(product, i, jacobian) is >= 0 and var position)
            {
                return Contract(product, i, position, jacobian, p);
            }
        }

        return null;
    }

    /// <summary>
    /// The position of the factor a whose indices are all summed against the Jacobian and nothing else.
    /// </summary>
    private static int FindArgument(Product product, int jacobianPosition, OpaqueJacobian jacobian)
    {
        var rank = jacobian.Function.Shape.Rank;
        var slots = product.Tensors[jacobianPosition].Indices.Skip(rank).ToList();
        var argument = jacobian.Function.Operands[jacobian.Argument];
        for (var i = 0; i < product.Tensors.Length; i++)
        {
            var factor = product.Tensors[i];
            var others = product.Tensors.Where((_, j) => j != i && j != jacobianPosition);
            if (ReferenceEquals(factor.Value, argument) && factor.Indices.SequenceEqual(slots)
                && slots.All(index => index >= product.Shape.Rank)
                && !others.Any(other => other.Indices.Any(slots.Contains)))
            {
                return i;
            }
        }

        return -1;
    }

    private static Expr Contract(
        Product product, int jacobianPosition, int argument, OpaqueJacobian jacobian, Rational p)
    {
        var rank = jacobian.Function.Shape.Rank;
        var output = product.Tensors[jacobianPosition].Indices;
        var removed = output.Skip(rank).ToHashSet();
        var kept = Enumerable.Range(0, product.IndexDimensions.Length).Where(i => !removed.Contains(i)).ToList();
        var factors = product.Tensors
            .Where((_, i) => i != jacobianPosition && i != argument)
            .Append(new Factor(jacobian.Function, [.. output.Take(rank)]))
            .Select(factor => factor.Rename(kept.IndexOf))
            .Concat(product.Scalars.Select(static scalar => new Factor(scalar, [])))
            .Append(new(Constant.Of(product.Coefficient * p), []));
        return Product.Of(factors, [.. kept.Select(i => product.IndexDimensions[i])], product.Shape.Rank);
    }
}
