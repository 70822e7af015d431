using Flow.Integrators.Problems;
using Flow.Integrators.Spaces;

namespace Flow.Integrators.Nonsmooth;

/// <summary>Tells which pairs rest because others slide: where M grad z_p is in the span of the sliding M grad z_s, z_p
/// moves with theirs only. Two sliding samples in the plane, say, hold the weights of a unit at 0, where it is at its
/// kinks with all samples.</summary>
internal sealed class SlidingSpan
{
    // What is left of |grad z_p|^2 outside the span; rounding leaves 1e-15.
    private const double Rest = 1e-11;

    // Only pairs of the same unit share its weights, and samples of one direction count as one.
    private const int FewestOfUnit = 2;

    private readonly OdeProblem _problem;
    private readonly SlidingSet _sliding;
    private readonly double[] _masks;
    private readonly Vector _direction;
    private readonly double[] _gradient;
    private double[] _rates = new double[16];

    public SlidingSpan(OdeProblem problem, SlidingSet sliding, double[] masks)
    {
        (_problem, _sliding, _masks) = (problem, sliding, masks);
        (_direction, _gradient) = (problem.Space.Allocate(), new double[problem.Kinks!.GradientLength]);
    }

    /// <summary>Whether it holds a pair that does not slide, at a node.</summary>
    public bool Holds(KinkNode node, int pair)
    {
        var (kinks, count) = (_problem.Kinks!, _sliding.Count);
        var (sample, unit) = (pair / kinks.Units, pair % kinks.Units);
        if (!MayHold(pair))
        {
            return false;
        }

        var masks = _masks.AsSpan(sample * kinks.Units, kinks.Units);
        kinks.SwitchingGradient(sample, unit, node.State, masks, _gradient);
        _problem.Space.FillZero(_direction);
        kinks.Add(1, _gradient, node.State, _direction);
        GrowingRow.Reserve(ref _rates, count);
        var rates = _rates.AsSpan(0, count);
        node.Rates(_direction, rates);
        node.Project(rates, _direction);
        return kinks.Along(_gradient, node.State, _direction) <= Rest * kinks.Inner(_gradient, _gradient);
    }

    /// <summary>Whether enough pairs of its unit slide; cheap.</summary>
    public bool MayHold(int pair)
    {
        var (count, units) = (0, _problem.Kinks!.Units);
        foreach (var other in _sliding.Pairs)
        {
            count += other % units == pair % units ? 1 : 0;
        }

        return count >= FewestOfUnit;
    }
}
