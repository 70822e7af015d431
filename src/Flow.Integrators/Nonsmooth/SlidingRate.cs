using Flow.Integrators.Problems;
using Flow.Integrators.Spaces;

namespace Flow.Integrators.Nonsmooth;

/// <summary>The largest rate |lambda| of the field with its masks held and its sliding pairs on their kinks, by the
/// power method on differences of F, one evaluation for each turn.</summary>
internal sealed class SlidingRate
{
    private const double RelativeShift = 1e-6;

    private readonly OdeProblem _problem;
    private readonly IKinkedField _kinks;
    private readonly Vector _direction;
    private readonly Vector _shifted;
    private readonly Vector _image;
    private readonly double[] _switching;
    private readonly double[] _signals;
    private readonly Vector[] _terms = new Vector[1];
    private readonly double[] _one = [1];
    private double[] _rates = new double[16];

    public SlidingRate(OdeProblem problem)
    {
        (_problem, _kinks) = (problem, problem.Kinks!);
        var space = problem.Space;
        (_direction, _shifted, _image) = (space.Allocate(), space.Allocate(), space.Allocate());
        (_switching, _signals) =
            (new double[_kinks.Samples * _kinks.Units], new double[_kinks.Samples * _kinks.Units]);
    }

    /// <summary>The estimate, 0 before the first turn.</summary>
    public double Value { get; private set; }

    public int MemoryLength => 1 + _problem.Space.Layout.Length;

    /// <summary>One turn of the power method at a node.</summary>
    /// <param name="node">The node, with its sliding pairs.</param>
    /// <param name="sliding">Their number.</param>
    public void Turn(KinkNode node, int sliding)
    {
        var space = _problem.Space;
        if (!(Norm(_direction) > 0))
        {
            space.Copy(node.Field, _direction);
        }

        var length = Norm(_direction);
        if (!(length > 0) || !double.IsFinite(length))
        {
            return;
        }

        var shift = RelativeShift * Math.Max(1, Norm(node.State)) / length;
        _terms[0] = _direction;
        space.LinearCombination(_shifted, 1, node.State, shift, _one, _terms);
        _kinks.Evaluate(_shifted, node.Masks, _image, _switching, _signals);
        _terms[0] = node.Field;
        space.LinearCombination(_image, 1 / shift, _image, -1 / shift, _one, _terms);
        GrowingRow.Reserve(ref _rates, sliding);

        // On the kinks: the multipliers, which the difference of the fields still has, go with the projection.
        node.Rates(_image, _rates.AsSpan(0, sliding));
        node.Project(_rates.AsSpan(0, sliding), _image);
        _problem.Constraint?.ProjectTangent(node.State, _image);
        var size = Norm(_image);
        if (double.IsFinite(size) && size > 0)
        {
            Value = size / length;
            space.LinearCombination(_direction, 1 / size, _image, 0, [], []);
        }
    }

    public void Save(Span<double> memory)
    {
        memory[0] = Value;
        _problem.Space.Read(_direction, memory[1..]);
    }

    public void Load(ReadOnlySpan<double> memory)
    {
        Value = memory[0];
        _problem.Space.Write(memory[1..], _direction);
    }

    private double Norm(Vector vector)
    {
        Span<double> square = stackalloc double[1];
        _terms[0] = vector;
        _problem.Space.InnerProducts(_terms, _terms, square);
        return Math.Sqrt(square[0]);
    }
}
