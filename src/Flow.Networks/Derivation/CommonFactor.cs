using System.Collections.Immutable;
using System.Numerics;
using Flow.Symbolic.Expressions;

namespace Flow.Networks.Derivation;

/// <summary>What all terms of a sum have in common, taken out in front.</summary>
/// <param name="Coefficient">The common coefficient; the first term of the rest has a positive one.</param>
/// <param name="Scalars">The common scalar factors.</param>
/// <param name="Rest">The terms without them.</param>
public sealed record CommonFactor(Rational Coefficient, ImmutableArray<Expr> Scalars, ImmutableArray<Expr> Rest)
{
    /// <summary>The common factor times the sum of the rest.</summary>
    public Expr Product => Algebra.Multiply([Constant.Of(Coefficient), .. Scalars]) * Sum.Of(Rest);

    /// <summary>Takes the common factor out of terms.</summary>
    /// <param name="terms">At least one term, of one shape.</param>
    /// <param name="positive">Chooses the term whose coefficient is to become positive.</param>
    public static CommonFactor Of(IReadOnlyList<Expr> terms, Func<Expr, bool> positive)
    {
        var scalars = terms.Select(ScalarsOf).Aggregate(static (a, b) => [.. a.Where(b.Contains)]);
        var coefficients = terms
            .Select(static term => Symbolic.Expressions.Product.SplitCoefficient(term).Coefficient).ToList();
        var content = coefficients.Select(Rational.Abs).Aggregate(Gcd);
        var leading = terms.ToList().FindIndex(term => positive(term));
        var coefficient = content * (coefficients[Math.Max(0, leading)].Sign < 0 ? -1 : 1);
        var divisor = Power.Of(Algebra.Multiply([Constant.Of(coefficient), .. scalars]), -1);
        return new(coefficient, scalars, [.. terms.Select(term => divisor * term)]);
    }

    private static ImmutableArray<Expr> ScalarsOf(Expr term) => term switch
    {
        Symbolic.Expressions.Product product => product.Scalars,
        { IsScalar: true } => [term],
        _ => [],
    };

    private static Rational Gcd(Rational a, Rational b) => new(
        BigInteger.GreatestCommonDivisor(a.Numerator * b.Denominator, b.Numerator * a.Denominator),
        a.Denominator * b.Denominator);
}
