using Flow.Integrators.Problems;
using Flow.Integrators.Spaces;

namespace Flow.TestKit;

/// <summary>An initial value problem whose solution is known in closed form.</summary>
public sealed record KnownSolution(
    string Name,
    double InitialTime,
    double EndTime,
    int Dimension,
    VectorFunction Field,
    Action<double, double[]> Solution)
{
    public double[] At(double time)
    {
        var state = new double[Dimension];
        Solution(time, state);
        return state;
    }

    public OdeProblem ToProblem()
    {
        var space = new ArraySpace(Dimension);
        return new OdeProblem(space, new ArrayField(Field), InitialTime, space.Create(At(InitialTime)), EndTime)
        {
            Linearization = new SmoothLinearization(Dimension, Field),
        };
    }

    /// <summary>The largest error of any component.</summary>
    public double Error(double time, Vector state)
    {
        var (exact, values, error) = (At(time), ((ArrayVector)state).Values, 0.0);
        for (var i = 0; i < Dimension; i++)
        {
            error = Math.Max(error, Math.Abs(values[i] - exact[i]));
        }

        return error;
    }

    public override string ToString() => Name;
}
