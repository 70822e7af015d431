using Flow.Integrators.DenseOutput;
using Flow.Integrators.Spaces;

namespace Flow.Integrators.Sundials;

/// <summary>The polynomial of the last step of CVODE, of the order of the step.</summary>
internal sealed class CvodeInterpolant(IVectorSpace space, CvodeMemory memory) : IInterpolant
{
    private double _start;
    private double _end;

    /// <inheritdoc/>
    public int Order => memory.LastOrder;

    /// <summary>Sets the ends of the step.</summary>
    public void Bind(double start, double end) => (_start, _end) = (start, end);

    /// <inheritdoc/>
    public void Interpolate(double theta, Vector destination)
    {
        memory.Interpolate(theta < 1 ? _start + (theta * (_end - _start)) : _end, 0);
        space.Write(memory.Interpolated, destination);
    }
}
