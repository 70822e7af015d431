using Flow.Integrators.Problems;
using Flow.Integrators.Spaces;

namespace Flow.Integrators.Nonsmooth;

/// <summary>
/// A gradient flow y' = F(y; m) = F_0(y) - M(y) sum_n grad e_n(y; m_n) whose terms have kinks: e_n depends on y through
/// h_p = m_p z_p, where z_p(y; m_n) are the switching functions of sample n (pre-activations) and the mask m_p is 1
/// where z_p is above 0 and a_p below (0 for a ReLU, the slope for a leaky one). With masks held fixed F is smooth
/// across the kinks; with m_p in [a_p, 1] it is the field of Filippov's convex combinations.
/// </summary>
/// <remarks>
/// Where z_p = 0, F jumps with m_p by dF/dm_p = -c_p M grad z_p, c_p = de_n/dh_p. Gradients of one sample come in a
/// compact form, <see cref="GradientLength"/> doubles that only this field reads; it is bound to the state at which it
/// was made. Samples do not couple. No method allocates; none is safe for concurrent use. Masks, switching functions
/// and signals of all samples are samples x units, row-major: p = n Units + u.
/// </remarks>
public interface IKinkedField
{
    /// <summary>N, the number of samples.</summary>
    int Samples { get; }

    /// <summary>The position in the data of a sample, of the first one where a sample stands for several.</summary>
    /// <param name="sample">n.</param>
    int PositionOf(int sample) => sample;

    /// <summary>The number of switching functions of each sample, over all layers.</summary>
    int Units { get; }

    /// <summary>The number of doubles of a compact gradient.</summary>
    int GradientLength { get; }

    /// <summary>a_u, the mask of a unit where its switching function is below 0.</summary>
    /// <param name="unit">u, below <see cref="Units"/>.</param>
    double SmallestMask(int unit);

    /// <summary>The switching functions of all samples; about a third of the cost of <see cref="Evaluate"/>.</summary>
    /// <param name="state">y.</param>
    /// <param name="masks">m, samples x units.</param>
    /// <param name="switching">Receives z, samples x units.</param>
    void Forward(Vector state, ReadOnlySpan<double> masks, Span<double> switching);

    /// <summary>The right-hand side over all samples.</summary>
    /// <param name="state">y.</param>
    /// <param name="masks">m, samples x units.</param>
    /// <param name="derivative">Receives F(y; m).</param>
    /// <param name="switching">Receives z, samples x units.</param>
    /// <param name="signals">Receives c = de_n/dh_p, samples x units; the mean over samples is part of e_n.</param>
    /// <exception cref="VectorFieldException">The formula is singular at y.</exception>
    void Evaluate(
        Vector state, ReadOnlySpan<double> masks, Vector derivative, Span<double> switching, Span<double> signals);

    /// <summary>The switching functions of one sample.</summary>
    /// <param name="sample">n.</param>
    /// <param name="state">y.</param>
    /// <param name="masks">m_n, one for each unit.</param>
    /// <param name="switching">Receives z_n, one for each unit.</param>
    void ForwardSample(int sample, Vector state, ReadOnlySpan<double> masks, Span<double> switching);

    /// <summary>The gradient of one sample's part of the objective, grad e_n(y; m_n).</summary>
    /// <param name="sample">n.</param>
    /// <param name="state">y.</param>
    /// <param name="masks">m_n, one for each unit.</param>
    /// <param name="gradient">Receives grad e_n in compact form.</param>
    /// <param name="switching">Receives z_n, one for each unit.</param>
    /// <param name="signals">Receives c_n, one for each unit.</param>
    void ContributionGradient(
        int sample,
        Vector state,
        ReadOnlySpan<double> masks,
        Span<double> gradient,
        Span<double> switching,
        Span<double> signals);

    /// <summary>The gradient of one switching function, grad z_nu(y; m_n).</summary>
    /// <param name="sample">n.</param>
    /// <param name="unit">u.</param>
    /// <param name="state">y.</param>
    /// <param name="masks">m_n, one for each unit.</param>
    /// <param name="gradient">Receives grad z_nu in compact form.</param>
    void SwitchingGradient(
        int sample, int unit, Vector state, ReadOnlySpan<double> masks, Span<double> gradient);

    /// <summary>&lt;g, M g'&gt; of two compact gradients made at the same state; their samples may differ.</summary>
    /// <param name="gradient">g.</param>
    /// <param name="other">g'.</param>
    double Inner(ReadOnlySpan<double> gradient, ReadOnlySpan<double> other);

    /// <summary>&lt;g, d&gt;, the rate at which the function changes along a tangent direction such as F.</summary>
    /// <param name="gradient">g.</param>
    /// <param name="state">y, where g was made.</param>
    /// <param name="direction">d, tangent to the constraint at y.</param>
    double Along(ReadOnlySpan<double> gradient, Vector state, Vector direction);

    /// <summary>target = target + factor M g.</summary>
    /// <param name="factor">The factor.</param>
    /// <param name="gradient">g.</param>
    /// <param name="state">y, where g was made.</param>
    /// <param name="target">The vector to add to.</param>
    void Add(double factor, ReadOnlySpan<double> gradient, Vector state, Vector target);
}
