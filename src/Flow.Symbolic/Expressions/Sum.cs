using System.Collections.Immutable;
using Flow.Symbolic.Shapes;

namespace Flow.Symbolic.Expressions;

/// <summary>The sum of two or more terms of one shape, like terms combined, in canonical order.</summary>
public sealed class Sum : Expr
{
    private Sum(ImmutableArray<Expr> terms)
        : base(terms[0].Shape, terms, Expressions.Fingerprint.Start("sum").Add(terms.AsSpan()).Value)
    {
    }

    /// <summary>The sum of the terms, simplified: nested sums flattened, like terms combined, zeros dropped.</summary>
    /// <param name="terms">At least one term, all of one shape.</param>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public static Expr Of(params IEnumerable<Expr> terms)
    {
        var list = terms.ToList();
        var shape = list[0].Shape;
        var coefficients = new Dictionary<Expr, Rational>(ReferenceEqualityComparer.Instance);
        var order = new List<Expr>();
        foreach (var term in list.SelectMany(static t => t is Sum sum ? [.. sum.Operands] : new[] { t }))
        {
            if (!term.Shape.Equals(shape))
            {
                throw new ShapeException(
                    $"Cannot add {shape} and {term.Shape}; the terms of a sum must have one shape.");
            }

            var (coefficient, core) = Product.SplitCoefficient(term);
            if (!coefficients.TryAdd(core, coefficient))
            {
                coefficients[core] += coefficient;
            }
            else
            {
                order.Add(core);
            }
        }

        return Canonical(order, coefficients, shape);
    }

    /// <inheritdoc />
    public override Expr WithOperands(ImmutableArray<Expr> operands) => Of(operands);

    private protected override bool SamePayload(Expr other) => true;

    private static Expr Canonical(List<Expr> cores, Dictionary<Expr, Rational> coefficients, Shape shape)
    {
        var terms = cores
            .Where(core => !coefficients[core].IsZero)
            .OrderBy(static core => core.Fingerprint)
            .Select(core => Product.WithCoefficient(coefficients[core], core))
            .ToImmutableArray();
        return terms.Length switch
        {
            0 => Constant.Of(0, shape),
            1 => terms[0],
            _ => ExpressionTable.Intern(new Sum(terms)),
        };
    }
}
