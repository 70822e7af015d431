using Flow.Symbolic.Expressions;
using Flow.Symbolic.Shapes;

namespace Flow.Backends.Plans.Lowering;

/// <summary>
/// Sorts the nodes of a graph into phases. Per-sample values of phase k need sums over samples of earlier phases only;
/// a network without batch norm has one phase, each batch norm is a barrier that starts another. What depends on late
/// parameters comes in phases of its own, after all the rest.
/// </summary>
internal sealed class Levels
{
    private readonly Dimension _samples;
    private readonly Dictionary<Expr, int> _levels = new(ReferenceEqualityComparer.Instance);

    public Levels(PlanSource source, IEnumerable<Expr> outputs)
    {
        _samples = source.Samples;
        FirstLate = source.Late.IsEmpty ? 0 : AfterAllThatIsNot(source.Late, [.. outputs]);
        foreach (var variable in source.Late)
        {
            _levels[variable] = FirstLate;
        }
    }

    /// <summary>The first phase that depends on late parameters; 0 where there are none.</summary>
    public int FirstLate { get; }

    /// <summary>True for a value with one row for each sample.</summary>
    public bool IsSample(Expr node) => node.Shape.Contains(_samples);

    /// <summary>True for a sum over the samples.</summary>
    public bool IsAccumulation(Expr node) =>
        node is Product or Convolution && !IsSample(node) && node.Operands.Any(IsSample);

    /// <summary>The phase in which a per-sample value is computed, or before which another value is known.</summary>
    public int Of(Expr node)
    {
        if (!_levels.TryGetValue(node, out var level))
        {
            level = node.Operands.Select(operand => Of(operand) + (IsBarrier(node, operand) ? 1 : 0))
                .DefaultIfEmpty(0).Max();
            _levels.Add(node, level);
        }

        return level;
    }

    private int AfterAllThatIsNot(IEnumerable<Variable> late, Expr[] outputs)
    {
        var moving = late.ToHashSet<Expr>(ReferenceEqualityComparer.Instance);
        var last = 0;
        foreach (var node in TopologicalOrder.Of(outputs))
        {
            if (moving.Contains(node) || node.Operands.Any(moving.Contains))
            {
                moving.Add(node);
            }
            else
            {
                last = Math.Max(last, Of(node));
            }
        }

        return last + 1;
    }

    /// <summary>A sum over samples is known one phase after everything that its pass over the samples reads.</summary>
    private bool IsBarrier(Expr node, Expr operand) =>
        !IsSample(node) && (IsSample(operand) || (!operand.IsScalar && IsAccumulation(node)));
}
