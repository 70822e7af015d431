using Flow.Integrators.Certificates;
using Flow.Integrators.Sampling;
using Flow.Integrators.Spaces;

namespace Flow.TestKit.Problems;

/// <summary>The components of the state as functionals.</summary>
public sealed class Components(int dimension) : IFunctionals
{
    public IReadOnlyList<ScalarFunctional> All { get; } =
        [.. Enumerable.Range(0, dimension).Select(i => new ScalarFunctional(FormattableString.Invariant($"y_{i}")))];

    public void Evaluate(in Sample sample, Span<double> values) =>
        ((ArrayVector)sample.State).AsSpan().CopyTo(values);
}
