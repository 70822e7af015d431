using Flow.Integrators.DenseOutput;
using Flow.Integrators.Spaces;

namespace Flow.Integrators.Stiff;

/// <summary>The solution inside a Radau IIA step: the collocation polynomial, corrected by the slope defect at the
/// start, which the error estimate has filtered: exact to O(h^5) instead of O(h^4), without another
/// evaluation.</summary>
internal sealed class RadauInterpolant(IVectorSpace space) : IInterpolant
{
    private readonly double[] _weights = new double[RadauCoefficients.Stages + 1];
    private readonly Vector[] _terms = new Vector[RadauCoefficients.Stages + 1];
    private Vector? _start;

    public int Order => 4;

    /// <summary>Points the interpolant at a step.</summary>
    /// <param name="start">y, the state at the start.</param>
    /// <param name="stages">Z.</param>
    /// <param name="defect">(gamma / h - J)^-1 times the slope defect.</param>
    public void Bind(Vector start, Vector[] stages, Vector defect)
    {
        _start = start;
        stages.CopyTo(_terms, 0);
        _terms[^1] = defect;
    }

    public void Interpolate(double theta, Vector destination)
    {
        RadauCoefficients.Polynomial(theta, _weights);
        // (gamma / h - J)^-1 f is h f / gamma where F is not stiff.
        _weights[^1] = RadauCoefficients.Real * RadauCoefficients.Correction(theta);
        space.LinearCombination(destination, 1, _start!, 1, _weights, _terms);
    }
}
