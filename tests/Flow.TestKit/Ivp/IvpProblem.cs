using Flow.Integrators.Problems;
using Flow.Integrators.Spaces;

namespace Flow.TestKit.Ivp;

/// <summary>A problem of the public test sets with its end value.</summary>
/// <param name="Name">The short name.</param>
/// <param name="EndTime">tEnd; t0 is 0.</param>
/// <param name="Start">y0.</param>
/// <param name="Field">F.</param>
/// <param name="Reference">y(tEnd), as many leading components as are known.</param>
/// <param name="Floor">The size below which a component counts absolutely: atol = rtol Floor.</param>
/// <param name="IsStiff">Whether implicit methods are meant for it.</param>
public sealed record IvpProblem(
    string Name,
    double EndTime,
    double[] Start,
    VectorFunction Field,
    double[] Reference,
    double Floor,
    bool IsStiff = true)
{
    public OdeProblem ToProblem()
    {
        var space = new ArraySpace(Start.Length);
        return new OdeProblem(space, new ArrayField(Field), 0, space.Create(Start), EndTime);
    }

    /// <summary>max_i |y_i - reference_i| / (Floor + |reference_i|).</summary>
    public double Error(IReadOnlyList<double> state)
    {
        var error = 0.0;
        for (var i = 0; i < Reference.Length; i++)
        {
            error = Math.Max(error, Math.Abs(state[i] - Reference[i]) / (Floor + Math.Abs(Reference[i])));
        }

        return error;
    }

    public override string ToString() => Name;
}
