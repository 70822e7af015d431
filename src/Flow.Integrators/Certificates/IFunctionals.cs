using Flow.Integrators.Sampling;
using Flow.Integrators.Stepping;

namespace Flow.Integrators.Certificates;

/// <summary>The functionals of a certificate and how they are computed.</summary>
public interface IFunctionals
{
    /// <summary>The functionals in the order of their values.</summary>
    IReadOnlyList<ScalarFunctional> All { get; }

    /// <summary>Computes q(t, y) for each functional.</summary>
    /// <param name="sample">t and y.</param>
    /// <param name="values">One value for each functional; NaN where it has none.</param>
    void Evaluate(in Sample sample, Span<double> values);

    /// <summary>Called at the start of each companion run.</summary>
    void Begin()
    {
    }

    /// <summary>Called after each accepted step of a companion run.</summary>
    /// <param name="step">The step.</param>
    void OnAccepted(in AcceptedStep step)
    {
    }
}
