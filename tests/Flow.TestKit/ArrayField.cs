using Flow.Integrators.Problems;
using Flow.Integrators.Spaces;

namespace Flow.TestKit;

/// <summary>A vector field on array vectors from a plain function.</summary>
public sealed class ArrayField(VectorFunction function) : IVectorField
{
    public void Evaluate(double time, Vector state, Vector derivative) =>
        function(time, ((ArrayVector)state).AsSpan(), ((ArrayVector)derivative).AsSpan());
}
