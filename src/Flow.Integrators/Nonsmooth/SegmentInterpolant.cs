using Flow.Integrators.DenseOutput;
using Flow.Integrators.Spaces;

namespace Flow.Integrators.Nonsmooth;

/// <summary>The pieces of a step, each with the dense output of its own stages.</summary>
internal sealed class SegmentInterpolant(IVectorSpace space, DenseWeights dense) : IInterpolant
{
    private readonly List<PathSegment> _segments = [];
    private int _count;
    private double _start;
    private double _end;

    public int Order => dense.Order;

    public void Begin(double start, double end) => (_start, _end, _count) = (start, end, 0);

    public void Add(double time, double step, Vector start, KinkNode[] nodes)
    {
        if (_count == _segments.Count)
        {
            _segments.Add(new PathSegment(space, dense.StageCount));
        }

        _segments[_count++].Take(time, step, start, nodes);
    }

    public void Interpolate(double theta, Vector destination)
    {
        var time = _start + (theta * (_end - _start));
        var i = _count - 1;
        while (i > 0 && _segments[i].Time > time)
        {
            i--;
        }

        _segments[i].Interpolate(time, dense, destination);
    }
}
