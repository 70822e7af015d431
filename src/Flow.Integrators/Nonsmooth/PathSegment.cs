using Flow.Integrators.DenseOutput;
using Flow.Integrators.Spaces;

namespace Flow.Integrators.Nonsmooth;

/// <summary>A piece of a step between two events: its start, its stages and how much of it counts.</summary>
internal sealed class PathSegment(IVectorSpace space, int stages)
{
    private readonly Vector _start = space.Allocate();
    private readonly Vector[] _stages = [.. Enumerable.Range(0, stages).Select(_ => space.Allocate())];
    private double _step;

    public double Time { get; private set; }

    /// <summary>Copies a piece that begins at a time.</summary>
    public void Take(double time, double step, Vector start, KinkNode[] nodes)
    {
        (Time, _step) = (time, step);
        space.Copy(start, _start);
        for (var i = 0; i < _stages.Length; i++)
        {
            space.Copy(nodes[i].Field, _stages[i]);
        }
    }

    /// <summary>The state at a time.</summary>
    public void Interpolate(double time, DenseWeights dense, Vector destination)
    {
        Span<double> weights = stackalloc double[_stages.Length];
        dense.Evaluate((time - Time) / _step, weights);
        space.LinearCombination(destination, 1, _start, _step, weights, _stages);
    }
}
