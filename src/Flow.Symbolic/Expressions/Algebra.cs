using System.Collections.Immutable;
using Flow.Symbolic.Shapes;

namespace Flow.Symbolic.Expressions;

/// <summary>The named products of matrix calculus, each one an index product.</summary>
public static class Algebra
{
    /// <summary>An index product in Einstein notation, such as "ni,ji->nj" for X V^T.</summary>
    /// <param name="indices">Operand indices separated by commas, an arrow, result indices; one letter each.</param>
    /// <param name="operands">One operand for each group of letters.</param>
    /// <exception cref="ShapeException">The operands do not fit the indices.</exception>
    public static Expr Einstein(string indices, params ReadOnlySpan<Expr> operands)
    {
        var sides = indices.Split("->");
        var groups = sides[0].Split(',');
        if (sides.Length != 2 || groups.Length != operands.Length)
        {
            throw new ShapeException(
                $"'{indices}' does not fit {operands.Length} operands; write one group of letters each, then '->'.");
        }

        var letters = sides[1] + string.Concat(groups);
        var order = letters.Distinct().ToList();
        var dimensions = new Dimension?[order.Count];
        var factors = new List<Factor>();
        for (var k = 0; k < groups.Length; k++)
        {
            for (var i = 0; i < Math.Min(groups[k].Length, operands[k].Shape.Rank); i++)
            {
                dimensions[order.IndexOf(groups[k][i])] ??= operands[k].Shape.Dimensions[i];
            }

            factors.Add(new(operands[k], [.. groups[k].Select(letter => order.IndexOf(letter))]));
        }

        var missing = Array.IndexOf(dimensions, null);
        return missing < 0
            ? Product.Of(factors, dimensions!, sides[1].Length)
            : throw new ShapeException($"Index {order[missing]} of '{indices}' is carried by no operand.");
    }

    /// <summary>s A for a scalar s, in either order.</summary>
    /// <param name="a">One factor.</param>
    /// <param name="b">The other; at least one of them is a scalar.</param>
    /// <exception cref="ShapeException">Neither is a scalar.</exception>
    public static Expr Scale(Expr a, Expr b)
    {
        if (!a.IsScalar && !b.IsScalar)
        {
            throw new ShapeException(
                $"{a.Shape} * {b.Shape} is ambiguous; use Hadamard, MatrixProduct, Inner or Outer for two tensors.");
        }

        var (scalar, tensor) = a.IsScalar ? (a, b) : (b, a);
        return Product.Of([new(scalar, []), new(tensor, Identity(tensor))], tensor.Shape.Dimensions, tensor.Shape.Rank);
    }

    /// <summary>The product of scalars.</summary>
    /// <param name="scalars">The scalar factors.</param>
    public static Expr Multiply(params IEnumerable<Expr> scalars) =>
        Product.Of(scalars.Select(static scalar => new Factor(scalar, [])), [], 0);

    /// <summary>The elementwise product of tensors of one shape.</summary>
    /// <param name="a">A tensor.</param>
    /// <param name="b">A tensor of the same shape.</param>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public static Expr Hadamard(Expr a, Expr b) =>
        Product.Of([new(a, Identity(a)), new(b, Identity(b))], a.Shape.Dimensions, a.Shape.Rank);

    /// <summary>The Frobenius inner product, the sum of the elementwise product.</summary>
    /// <param name="a">A tensor.</param>
    /// <param name="b">A tensor of the same shape.</param>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public static Expr Inner(Expr a, Expr b) =>
        Product.Of([new(a, Identity(a)), new(b, Identity(b))], a.Shape.Dimensions, 0);

    /// <summary>The squared Frobenius norm.</summary>
    /// <param name="a">A tensor.</param>
    public static Expr SquaredNorm(Expr a) => Inner(a, a);

    /// <summary>The matrix product A B.</summary>
    /// <param name="a">m x k.</param>
    /// <param name="b">k x n.</param>
    public static Expr MatrixProduct(Expr a, Expr b) => Einstein("ik,kj->ij", a, b);

    /// <summary>The transpose of a matrix.</summary>
    /// <param name="a">m x n.</param>
    public static Expr Transpose(Expr a) => Einstein("ij->ji", a);

    /// <summary>The outer product, shape of a followed by shape of b.</summary>
    /// <param name="a">A tensor.</param>
    /// <param name="b">A tensor.</param>
    public static Expr Outer(Expr a, Expr b)
    {
        var rank = a.Shape.Rank + b.Shape.Rank;
        var second = Enumerable.Range(a.Shape.Rank, b.Shape.Rank).ToImmutableArray();
        return Product.Of([new(a, Identity(a)), new(b, second)], [.. a.Shape.Dimensions, .. b.Shape.Dimensions], rank);
    }

    /// <summary>The sum of all elements.</summary>
    /// <param name="a">A tensor.</param>
    public static Expr SumOver(Expr a) => Product.Of([new(a, Identity(a))], a.Shape.Dimensions, 0);

    /// <summary>A tensor repeated along new leading dimensions.</summary>
    /// <param name="a">A tensor.</param>
    /// <param name="leading">The dimensions put in front.</param>
    public static Expr Broadcast(Expr a, params ReadOnlySpan<Dimension> leading)
    {
        var own = Enumerable.Range(leading.Length, a.Shape.Rank).ToImmutableArray();
        Dimension[] dimensions = [.. leading, .. a.Shape.Dimensions];
        return Product.Of([new(a, own)], dimensions, dimensions.Length);
    }

    internal static ImmutableArray<int> Identity(Expr a) => [.. Enumerable.Range(0, a.Shape.Rank)];
}
