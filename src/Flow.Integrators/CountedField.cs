using Flow.Integrators.Problems;
using Flow.Integrators.Spaces;

namespace Flow.Integrators;

/// <summary>A vector field that counts its evaluations.</summary>
internal sealed class CountedField(IVectorField field, long count) : IVectorField
{
    public long Count { get; set; } = count;

    public void Evaluate(double time, Vector state, Vector derivative)
    {
        Count++;
        field.Evaluate(time, state, derivative);
    }
}
