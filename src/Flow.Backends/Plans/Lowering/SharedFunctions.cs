using Flow.Symbolic.Expressions;

namespace Flow.Backends.Plans.Lowering;

/// <summary>
/// Finds the costly elementary functions that several values use, which are kept rather than recomputed.
/// </summary>
internal static class SharedFunctions
{
    /// <summary>The nodes to keep.</summary>
    public static HashSet<Expr> In(IEnumerable<Expr> outputs)
    {
        var uses = new Dictionary<Expr, int>(ReferenceEqualityComparer.Instance);
        foreach (var node in TopologicalOrder.Of([.. outputs]))
        {
            foreach (var operand in node.Operands.Where(IsCostly))
            {
                uses[operand] = uses.GetValueOrDefault(operand) + 1;
            }
        }

        var shared = uses.Where(static pair => pair.Value > 1).Select(static pair => pair.Key);
        return new(shared, ReferenceEqualityComparer.Instance);
    }

    private static bool IsCostly(Expr node) => node switch
    {
        Elementwise elementwise => elementwise.Function is not (Primitive.Abs or Primitive.Sign or Primitive.Step
            or Primitive.Max or Primitive.Min),
        Power power => !power.Exponent.IsInteger || Rational.Abs(power.Exponent) > 4,
        _ => false,
    };
}
