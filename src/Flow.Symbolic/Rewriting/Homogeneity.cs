using System.Collections.Immutable;
using Flow.Symbolic.Expressions;

namespace Flow.Symbolic.Rewriting;

/// <summary>
/// Computes degrees of positive homogeneity, p with f(s x) = s^p f(x) for all s &gt; 0, from the structure of an
/// expression.
/// </summary>
public sealed class Homogeneity
{
    private readonly HashSet<Expr> _scaled;
    private readonly Dictionary<Expr, Answer> _done = new(ReferenceEqualityComparer.Instance);

    private Homogeneity(IEnumerable<Expr> scaled) => _scaled = new(scaled, ReferenceEqualityComparer.Instance);

    /// <summary>The degree of an expression in some variables jointly, or null where it has none.</summary>
    /// <param name="expression">The expression.</param>
    /// <param name="scaled">The nodes that are multiplied by s.</param>
    public static Rational? Degree(Expr expression, params IEnumerable<Expr> scaled)
    {
        var answer = new Homogeneity(scaled).Visit(expression);
        return answer.IsHomogeneous ? answer.Degree : null;
    }

    private Answer Visit(Expr node)
    {
        if (!_done.TryGetValue(node, out var answer))
        {
            answer = _scaled.Contains(node) ? Answer.Of(1) : Compute(node);
            _done.Add(node, answer);
        }

        return answer;
    }

    private Answer Compute(Expr node) => node switch
    {
        Constant constant => constant.Value.IsZero ? Answer.Any : Answer.Of(0),
        Product or Convolution => node.Operands.Aggregate(Answer.Of(0), (sum, o) => sum.Plus(Visit(o))),
        WindowSum or Reshape => Visit(node.Operands[0]),
        Sum sum => Common(sum.Operands),
        Power power => Visit(power.Base).Times(power.Exponent),
        Elementwise elementwise => OfElementwise(elementwise),
        Apply { Operands.Length: 1 } apply => OfApply(apply),
        OpaqueFunction function => OfOpaque(function),
        OpaqueJacobian jacobian => Visit(jacobian.Function)
            .Plus(Visit(jacobian.Function.Operands[jacobian.Argument]).Times(-1)),
        _ => OnlyConstant(node.Operands),
    };

    private Answer OfElementwise(Elementwise node) => node.Function switch
    {
        Primitive.Abs => Visit(node.Operands[0]),
        Primitive.Max or Primitive.Min => Common(node.Operands),
        Primitive.Sign or Primitive.Step => Visit(node.Operands[0]).Times(0),
        _ => OnlyConstant(node.Operands),
    };

    private Answer OfApply(Apply apply)
    {
        var inner = Visit(apply.Operands[0]);
        return inner.IsHomogeneous && inner.Degree.IsZero
            ? inner
            : Degree(apply.Function.Derivative(apply.Orders), apply.Function.Parameters) is { } outer
                ? inner.Times(outer)
                : Answer.None;
    }

    private Answer OfOpaque(OpaqueFunction function)
    {
        var total = Answer.Of(0);
        for (var k = 0; k < function.Operands.Length; k++)
        {
            var inner = Visit(function.Operands[k]);
            var isConstant = inner.IsHomogeneous && inner.Degree.IsZero;
            total = isConstant ? total
                : function.Degrees[k] is { } degree ? total.Plus(inner.Times(degree)) : Answer.None;
        }

        return total;
    }

    private Answer Common(ImmutableArray<Expr> operands) =>
        operands.Select(Visit).Aggregate(Answer.Any, static (a, b) => a.Meet(b));

    private Answer OnlyConstant(ImmutableArray<Expr> operands) =>
        operands.Select(Visit).All(static a => a.IsHomogeneous && a.Degree.IsZero) ? Answer.Of(0) : Answer.None;

    /// <summary>A degree, every degree (zero has them all), or none.</summary>
    private readonly record struct Answer(bool IsHomogeneous, bool IsZero, Rational Degree)
    {
        public static readonly Answer None = new(false, false, 0);
        public static readonly Answer Any = new(true, true, 0);

        public static Answer Of(Rational degree) => new(true, false, degree);

        public Answer Plus(Answer other) => !IsHomogeneous || !other.IsHomogeneous ? None
            : IsZero || other.IsZero ? Any : Of(Degree + other.Degree);

        public Answer Times(Rational factor) => IsHomogeneous && !IsZero ? Of(Degree * factor) : this;

        public Answer Meet(Answer other) => !IsHomogeneous || !other.IsHomogeneous ? None
            : IsZero ? other : other.IsZero || Degree == other.Degree ? this : None;
    }
}
