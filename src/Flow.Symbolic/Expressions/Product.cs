using System.Collections.Immutable;
using Flow.Symbolic.Shapes;

namespace Flow.Symbolic.Expressions;

/// <summary>
/// The one multiplication: c s_1 .. s_m sum over repeated indices of A_{..} B_{..} .., with an exact coefficient c,
/// scalar factors s and tensor factors. Inner, outer, Hadamard and matrix products, transposes, reductions,
/// broadcasts and their adjoints are all of this form (S. Laue, M. Mitterreiter, J. Giesen, "Computing Higher Order
/// Derivatives of Matrix and Tensor Expressions", 2018). Indices 0 .. rank-1 are those of the result.
/// </summary>
public sealed class Product : Expr
{
    private Product(
        Rational coefficient,
        ImmutableArray<Expr> scalars,
        ImmutableArray<Factor> tensors,
        ImmutableArray<Dimension> indexDimensions,
        Shape shape)
        : base(
            shape,
            [.. scalars, .. tensors.Select(static factor => factor.Value)],
            Hash(coefficient, scalars, tensors, indexDimensions, shape))
    {
        Coefficient = coefficient;
        Scalars = scalars;
        Tensors = tensors;
        IndexDimensions = indexDimensions;
    }

    /// <summary>The exact coefficient c.</summary>
    public Rational Coefficient { get; }

    /// <summary>The scalar factors in canonical order; equal ones are gathered into powers.</summary>
    public ImmutableArray<Expr> Scalars { get; }

    /// <summary>The tensor factors in canonical order.</summary>
    public ImmutableArray<Factor> Tensors { get; }

    /// <summary>The dimension of each index; the first Shape.Rank are those of the result.</summary>
    public ImmutableArray<Dimension> IndexDimensions { get; }

    /// <summary>Builds sum over the indices from rank on of the product of the factors.</summary>
    /// <param name="factors">Scalars (no indices) and tensors.</param>
    /// <param name="indexDimensions">The dimension of each index.</param>
    /// <param name="rank">The number of leading indices that the result keeps.</param>
    /// <exception cref="ShapeException">An index meets two different dimensions.</exception>
    public static Expr Of(IEnumerable<Factor> factors, IReadOnlyList<Dimension> indexDimensions, int rank) =>
        ProductBuilder.Build(factors, indexDimensions, rank);

    /// <summary>Splits a term into its exact coefficient and what it multiplies.</summary>
    /// <param name="term">Any expression.</param>
    public static (Rational Coefficient, Expr Core) SplitCoefficient(Expr term) => term switch
    {
        Constant constant => (constant.Value, Constant.Of(1, constant.Shape)),
        Product { Coefficient.IsOne: false } product => (product.Coefficient, WithCoefficient(1, product)),
        _ => (1, term),
    };

    /// <summary>The expression with its exact coefficient replaced.</summary>
    /// <param name="coefficient">The new coefficient.</param>
    /// <param name="core">An expression; a coefficient it has is dropped.</param>
    public static Expr WithCoefficient(Rational coefficient, Expr core)
    {
        if (coefficient.IsZero || core is Constant)
        {
            return Constant.Of(coefficient, core.Shape);
        }

        if (core is Product product && (product.Tensors.IsEmpty || !product.IsScalar))
        {
            return Make(coefficient, product.Scalars, product.Tensors, product.IndexDimensions, product.Shape);
        }

        if (coefficient.IsOne)
        {
            return core;
        }

        if (core.IsScalar)
        {
            return Make(coefficient, [core], [], [], Shape.Scalar);
        }

        var identity = Enumerable.Range(0, core.Shape.Rank).ToImmutableArray();
        return Make(coefficient, [], [new Factor(core, identity)], core.Shape.Dimensions, core.Shape);
    }

    internal static Expr Make(
        Rational coefficient,
        ImmutableArray<Expr> scalars,
        ImmutableArray<Factor> tensors,
        ImmutableArray<Dimension> indexDimensions,
        Shape shape)
    {
        if (coefficient.IsOne && scalars.Length == 1 && tensors.IsEmpty && shape.IsScalar)
        {
            return scalars[0];
        }

        if (coefficient.IsOne && scalars.IsEmpty && tensors.Length == 1
            && tensors[0].Indices.SequenceEqual(Enumerable.Range(0, shape.Rank)))
        {
            return tensors[0].Value;
        }

        return scalars.IsEmpty && tensors.IsEmpty
            ? Constant.Of(coefficient, shape)
            : ExpressionTable.Intern(new Product(coefficient, scalars, tensors, indexDimensions, shape));
    }

    /// <inheritdoc />
    public override Expr WithOperands(ImmutableArray<Expr> operands)
    {
        var factors = new List<Factor> { new(Constant.Of(Coefficient), []) };
        for (var i = 0; i < operands.Length; i++)
        {
            factors.Add(new(operands[i], i < Scalars.Length ? [] : Tensors[i - Scalars.Length].Indices));
        }

        return Of(factors, IndexDimensions, Shape.Rank);
    }

    private protected override bool SamePayload(Expr other)
    {
        var product = (Product)other;
        return product.Coefficient == Coefficient && product.Scalars.Length == Scalars.Length
            && product.IndexDimensions.AsSpan().SequenceEqual(IndexDimensions.AsSpan())
            && product.Tensors.Zip(Tensors, static (a, b) => a.Indices.AsSpan().SequenceEqual(b.Indices.AsSpan()))
                .All(static same => same);
    }

    private static ulong Hash(
        Rational coefficient,
        ImmutableArray<Expr> scalars,
        ImmutableArray<Factor> tensors,
        ImmutableArray<Dimension> dimensions,
        Shape shape)
    {
        var hash = Expressions.Fingerprint.Start("product").Add(coefficient.ToString()).Add(scalars.AsSpan());
        hash = hash.Add((ulong)shape.Rank);
        foreach (var factor in tensors)
        {
            hash = hash.Add(factor.Value.Fingerprint);
            foreach (var index in factor.Indices)
            {
                hash = hash.Add((ulong)index);
            }
        }

        foreach (var dimension in dimensions)
        {
            hash = hash.Add(dimension.Name);
        }

        return hash.Value;
    }
}
