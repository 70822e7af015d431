using Flow.Symbolic.Expressions;
using Flow.Symbolic.Shapes;

namespace Flow.Symbolic.Verification;

/// <summary>
/// States what a legal graph is: operands fit, indices of products agree with the dimensions they run over, every
/// node is in canonical form, and what later passes cannot handle is gone. It runs between passes.
/// </summary>
public static class ExpressionVerifier
{
    /// <summary>The violations in a set of graphs, operands before their users; none for a legal graph.</summary>
    /// <param name="roots">The outputs of the graph.</param>
    /// <param name="isConcrete">Whether opaque functions must have been replaced by their definitions.</param>
    /// <param name="variables">The variables that may occur; all may where absent.</param>
    public static IReadOnlyList<Violation> Verify(
        IEnumerable<Expr> roots, bool isConcrete = false, IEnumerable<Variable>? variables = null)
    {
        var allowed = variables?.ToHashSet();
        var violations = new List<Violation>();
        var isPrintable = true;
        foreach (var node in TopologicalOrder.Of([.. roots]))
        {
            var problems = Structure(node).ToList();
            isPrintable &= problems.Count == 0;
            problems.AddRange(problems.Count == 0 ? CanonicalForm(node) : []);
            problems.AddRange(Completeness(node, isConcrete, allowed));
            var text = problems.Count == 0 ? string.Empty : isPrintable ? node.ToString() : Sketch(node);
            violations.AddRange(problems.Select(problem => new Violation(node, text, problem)));
        }

        return violations;
    }

    private static IEnumerable<string> Completeness(Expr node, bool isConcrete, HashSet<Variable>? allowed)
    {
        if (isConcrete && node is OpaqueFunction or OpaqueJacobian)
        {
            yield return "an opaque node is left; replace it by the layers of the network.";
        }

        if (node is Variable variable && allowed?.Contains(variable) == false)
        {
            yield return $"the variable {variable.Name} {variable.Shape} is not bound.";
        }
    }

    /// <summary>Kinds and shapes, for a node that a printer cannot be trusted with.</summary>
    private static string Sketch(Expr node) =>
        $"of {string.Join(", ", node.Operands.Select(Name))} -> {node.Shape}";

    private static string Name(Expr node) => node is Variable variable
        ? $"{variable.Name} {variable.Shape}"
        : $"{node.GetType().Name} {node.Shape}";

    private static IEnumerable<string> Structure(Expr node) => node switch
    {
        Sum sum => OfSum(sum),
        Product product => OfProduct(product),
        Power power => OfElementwise(power, power.Exponent.IsZero || power.Exponent.IsOne ? 0 : 1),
        Elementwise elementwise => OfElementwise(
            elementwise, elementwise.Function is Primitive.Max or Primitive.Min ? 2 : 1),
        Apply apply => OfElementwise(apply, apply.Function.Parameters.Length).Concat(OfApply(apply)),
        RowFunction row => OfRowFunction(row),
        _ => [],
    };

    private static IEnumerable<string> OfSum(Sum sum)
    {
        if (sum.Operands.Length < 2)
        {
            yield return $"a sum of {sum.Operands.Length} terms; it needs two.";
        }

        foreach (var term in sum.Operands.Where(term => !term.Shape.Equals(sum.Shape)))
        {
            yield return $"the term {Name(term)} in a sum of shape {sum.Shape}.";
        }
    }

    private static IEnumerable<string> OfProduct(Product product)
    {
        var dimensions = product.IndexDimensions;
        if (!dimensions.Take(product.Shape.Rank).SequenceEqual(product.Shape.Dimensions))
        {
            yield return $"the leading indices run over {new Shape(dimensions)}, the shape is {product.Shape}.";
        }

        foreach (var scalar in product.Scalars.Where(static scalar => !scalar.IsScalar))
        {
            yield return $"the scalar factor {Name(scalar)} has a shape.";
        }

        foreach (var (value, indices) in product.Tensors)
        {
            var carried = indices.Where(index => index >= 0 && index < dimensions.Length).Select(i => dimensions[i]);
            if (!carried.SequenceEqual(value.Shape.Dimensions))
            {
                yield return $"the factor {Name(value)} carries indices [{string.Join(",", indices)}] "
                    + $"of {new Shape(dimensions)}.";
            }
        }

        var used = product.Tensors.SelectMany(static factor => factor.Indices).ToHashSet();
        for (var index = product.Shape.Rank; index < dimensions.Length; index++)
        {
            if (!used.Contains(index))
            {
                yield return $"index {index} over {dimensions[index]} is summed, but no factor carries it.";
            }
        }
    }

    private static IEnumerable<string> OfElementwise(Expr node, int arity)
    {
        if (node.Operands.Length != arity)
        {
            yield return $"{node.Operands.Length} operands where {arity} belong.";
        }

        foreach (var operand in node.Operands.Where(operand => !operand.Shape.Equals(node.Shape)))
        {
            yield return $"the operand {Name(operand)} in a node of shape {node.Shape}.";
        }
    }

    private static IEnumerable<string> OfApply(Apply apply)
    {
        var free = TopologicalOrder.Of(apply.Function.Body).OfType<Variable>().Except(apply.Function.Parameters);
        foreach (var variable in free)
        {
            yield return $"the body of {apply.Function.Name} contains {variable.Name}, which is no parameter of it.";
        }
    }

    private static IEnumerable<string> OfRowFunction(RowFunction row)
    {
        var dimensions = row.Operands[0].Shape.Dimensions;
        var expected = row.IsSoftmax || dimensions.IsEmpty ? dimensions : dimensions.RemoveAt(dimensions.Length - 1);
        if (dimensions.IsEmpty || !expected.SequenceEqual(row.Shape.Dimensions))
        {
            yield return $"the operand has shape {row.Operands[0].Shape}, the node {row.Shape}.";
        }
    }

    /// <summary>A node made again from its operands must be the same node.</summary>
    private static IEnumerable<string> CanonicalForm(Expr node)
    {
        var again = Rebuilt(node, out var problem);
        if (!ReferenceEquals(again, node))
        {
            yield return problem ?? $"it is not in canonical form; made again from its operands it is {again}.";
        }
    }

    private static Expr? Rebuilt(Expr node, out string? problem)
    {
        problem = null;
        try
        {
            return node.WithOperands(node.Operands);
        }
        catch (Exception failure) when (failure is ShapeException or DivideByZeroException)
        {
            problem = failure.Message;
            return null;
        }
    }
}
