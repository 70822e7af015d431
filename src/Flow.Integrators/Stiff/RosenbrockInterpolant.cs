using Flow.Integrators.DenseOutput;
using Flow.Integrators.Spaces;

namespace Flow.Integrators.Stiff;

/// <summary>The dense output of a Rosenbrock step, y0 + theta (y1 - y0 + (1 - theta) (h_2 + theta (h_3 + theta h_4))
/// u), y1 - y0 before the retraction.</summary>
internal sealed class RosenbrockInterpolant(IVectorSpace space, RosenbrockTableau tableau) : IInterpolant
{
    private readonly double[] _weights = new double[tableau.StageCount];
    private Vector? _start;
    private Vector[] _stages = [];

    public int Order => tableau.DenseOrder;

    public void Bind(Vector start, Vector[] stages) => (_start, _stages) = (start, stages);

    public void Interpolate(double theta, Vector destination)
    {
        var last = tableau.StageCount - 1;
        var (second, third, fourth) = (tableau.Dense[0], tableau.Dense[1], tableau.Dense[2]);
        for (var i = 0; i <= last; i++)
        {
            var step = i == last ? 1 : tableau.Arguments[last][i];
            var bubble = second[i] + (theta * (third[i] + (theta * fourth[i])));
            _weights[i] = theta * (step + ((1 - theta) * bubble));
        }

        space.LinearCombination(destination, 1, _start!, 1, _weights, _stages);
    }
}
