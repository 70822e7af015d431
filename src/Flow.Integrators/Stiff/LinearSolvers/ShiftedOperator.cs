using Flow.Integrators.Problems;
using Flow.Integrators.Spaces;
using Complex = System.Numerics.Complex;

namespace Flow.Integrators.Stiff.LinearSolvers;

/// <summary>x -> s x - J x by products with J, for real vectors and for pairs of real and imaginary part.</summary>
internal sealed class ShiftedOperator(OdeProblem problem, ILinearization linearization)
{
    private readonly Vector _product = problem.Space.Allocate();
    private readonly double[] _weights = new double[2];
    private readonly Vector[] _terms = new Vector[2];

    /// <summary>s.</summary>
    public Complex Shift { get; set; }

    /// <summary>image = s x - J x, x of one or two parts.</summary>
    public void Apply(Vector[] x, Vector[] image)
    {
        for (var part = 0; part < x.Length; part++)
        {
            linearization.Multiply(x[part], _product);
            // (a + ib)(u + iv) = (au - bv) + i (av + bu).
            var turned = part == 0 ? -Shift.Imaginary : Shift.Imaginary;
            (_weights[0], _weights[1]) = (-1, x.Length == 1 ? 0 : turned);
            (_terms[0], _terms[1]) = (_product, x[x.Length - 1 - part]);
            problem.Space.LinearCombination(
                image[part], Shift.Real, x[part], 1, _weights.AsSpan(0, x.Length), _terms.AsSpan(0, x.Length));
        }
    }
}
