using Flow.Integrators.Spaces;

namespace Flow.Integrators.Nonsmooth;

/// <summary>A field with kinks that counts: evaluations over all samples as those of the vector field, everything else
/// apart.</summary>
internal sealed class CountedKinks(IKinkedField kinks, CountedField evaluations, KinkWork work) : IKinkedField
{
    public int Samples => kinks.Samples;

    public int Units => kinks.Units;

    public int GradientLength => kinks.GradientLength;

    public int PositionOf(int sample) => kinks.PositionOf(sample);

    public double SmallestMask(int unit) => kinks.SmallestMask(unit);

    public void Forward(Vector state, ReadOnlySpan<double> masks, Span<double> switching)
    {
        work.Forwards++;
        kinks.Forward(state, masks, switching);
    }

    public void Evaluate(
        Vector state, ReadOnlySpan<double> masks, Vector derivative, Span<double> switching, Span<double> signals)
    {
        evaluations.Count++;
        kinks.Evaluate(state, masks, derivative, switching, signals);
    }

    public void ForwardSample(int sample, Vector state, ReadOnlySpan<double> masks, Span<double> switching)
    {
        work.SampleEvaluations++;
        kinks.ForwardSample(sample, state, masks, switching);
    }

    public void ContributionGradient(
        int sample,
        Vector state,
        ReadOnlySpan<double> masks,
        Span<double> gradient,
        Span<double> switching,
        Span<double> signals)
    {
        work.SampleEvaluations++;
        kinks.ContributionGradient(sample, state, masks, gradient, switching, signals);
    }

    public void SwitchingGradient(
        int sample, int unit, Vector state, ReadOnlySpan<double> masks, Span<double> gradient)
    {
        work.SampleEvaluations++;
        kinks.SwitchingGradient(sample, unit, state, masks, gradient);
    }

    public double Inner(ReadOnlySpan<double> gradient, ReadOnlySpan<double> other) => kinks.Inner(gradient, other);

    public double Along(ReadOnlySpan<double> gradient, Vector state, Vector direction) =>
        kinks.Along(gradient, state, direction);

    public void Add(double factor, ReadOnlySpan<double> gradient, Vector state, Vector target) =>
        kinks.Add(factor, gradient, state, target);
}
