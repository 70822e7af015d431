using Flow.Integrators.Nonsmooth;
using Flow.Integrators.Spaces;

namespace Flow.Integrators.Tests.Nonsmooth;

/// <summary>A field whose forward pass of all samples differs from that of one sample, for one pair,
/// but not yet where masks are taken from the signs at the start.</summary>
internal sealed class RoundedForward(IKinkedField kinks, int pair, double error) : IKinkedField
{
    private const int CallsAtStart = 8;

    private int _calls;

    public int Samples => kinks.Samples;

    public int Units => kinks.Units;

    public int GradientLength => kinks.GradientLength;

    public double SmallestMask(int unit) => kinks.SmallestMask(unit);

    public void Forward(Vector state, ReadOnlySpan<double> masks, Span<double> switching)
    {
        kinks.Forward(state, masks, switching);
        switching[pair] += ++_calls > CallsAtStart ? error : 0;
    }

    public void Evaluate(
        Vector state, ReadOnlySpan<double> masks, Vector derivative, Span<double> switching, Span<double> signals) =>
        kinks.Evaluate(state, masks, derivative, switching, signals);

    public void ForwardSample(int sample, Vector state, ReadOnlySpan<double> masks, Span<double> switching) =>
        kinks.ForwardSample(sample, state, masks, switching);

    public void ContributionGradient(
        int sample,
        Vector state,
        ReadOnlySpan<double> masks,
        Span<double> gradient,
        Span<double> switching,
        Span<double> signals) =>
        kinks.ContributionGradient(sample, state, masks, gradient, switching, signals);

    public void SwitchingGradient(
        int sample, int unit, Vector state, ReadOnlySpan<double> masks, Span<double> gradient) =>
        kinks.SwitchingGradient(sample, unit, state, masks, gradient);

    public double Inner(ReadOnlySpan<double> gradient, ReadOnlySpan<double> other) => kinks.Inner(gradient, other);

    public double Along(ReadOnlySpan<double> gradient, Vector state, Vector direction) =>
        kinks.Along(gradient, state, direction);

    public void Add(double factor, ReadOnlySpan<double> gradient, Vector state, Vector target) =>
        kinks.Add(factor, gradient, state, target);
}
