using Flow.Integrators.Problems;
using Flow.Integrators.Spaces;

namespace Flow.Integrators.Nonsmooth;

/// <summary>Products with the Jacobian J of the field with the masks held and the sliding pairs on their kinks, by
/// differences of F: one evaluation for each.</summary>
internal sealed class SlidingJacobian
{
    private const double RelativeShift = 1e-6;

    private readonly OdeProblem _problem;
    private readonly IKinkedField _kinks;
    private readonly Vector _shifted;
    private readonly double[] _switching;
    private readonly double[] _signals;
    private readonly Vector[] _term = new Vector[1];
    private readonly double[] _one = [1];
    private KinkNode? _node;
    private double[] _slopes = new double[16];
    private double _shift;
    private int _sliding;

    public SlidingJacobian(OdeProblem problem)
    {
        (_problem, _kinks) = (problem, problem.Kinks!);
        _shifted = problem.Space.Allocate();
        var pairs = _kinks.Samples * _kinks.Units;
        (_switching, _signals) = (new double[pairs], new double[pairs]);
    }

    /// <summary>Takes the node at which products are made, with so many sliding pairs.</summary>
    public void Bind(KinkNode node, int sliding)
    {
        (_node, _sliding) = (node, sliding);
        GrowingRow.Reserve(ref _slopes, sliding);
        Span<double> square = stackalloc double[1];
        _term[0] = node.State;
        _problem.Space.InnerProducts(_term, _term, square);
        _shift = RelativeShift * Math.Max(1, Math.Sqrt(square[0]));
    }

    /// <summary>image = J u for a unit vector u.</summary>
    public void Multiply(Vector direction, Vector image)
    {
        var (node, space) = (_node!, _problem.Space);
        _term[0] = direction;
        space.LinearCombination(_shifted, 1, node.State, _shift, _one, _term);
        _kinks.Evaluate(_shifted, node.Masks, image, _switching, _signals);
        _term[0] = node.Field;
        space.LinearCombination(image, 1 / _shift, image, -1 / _shift, _one, _term);

        // The multipliers, which the difference of the fields still has, go with the projection.
        Project(image);
    }

    /// <summary>Takes from a direction what leaves the kinks or the constraint.</summary>
    public void Project(Vector direction)
    {
        var slopes = _slopes.AsSpan(0, _sliding);
        _node!.Rates(direction, slopes);
        _node.Project(slopes, direction);
        _problem.Constraint?.ProjectTangent(_node.State, direction);
    }
}
