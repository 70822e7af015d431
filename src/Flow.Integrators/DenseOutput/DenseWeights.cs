namespace Flow.Integrators.DenseOutput;

/// <summary>Weights b_i(theta) of a continuous Runge-Kutta extension that is once differentiable from step to step:
/// the cubic Hermite polynomial through both ends plus theta^2 (1-theta)^2 times a bubble polynomial.</summary>
/// <remarks>With s = theta, s1 = 1 - theta and e_0, e_f the unit rows of the stages at the two ends,
/// b(s) = s (b + s1 (e_0 - b + s (2b - e_0 - e_f + s1 (d_1 + s (d_2 + s1 (d_3 + s (d_4 + ...))))))): the form of
/// Hairer, Norsett, Wanner, Solving Ordinary Differential Equations I, 1993, II.6.</remarks>
public sealed class DenseWeights
{
    private readonly double[] _solution;
    private readonly double[][] _bubble;
    private readonly int _endStage;

    /// <summary>Creates the weights.</summary>
    /// <param name="order">The order q of the extension.</param>
    /// <param name="solution">The weights b of the step, 0 for stages that the step does not use.</param>
    /// <param name="endStage">Index of the stage at the end of the step.</param>
    /// <param name="bubble">The rows d_1, d_2, ...; none gives the cubic Hermite polynomial.</param>
    public DenseWeights(int order, IEnumerable<double> solution, int endStage, params double[][] bubble)
    {
        (Order, _solution, _endStage, _bubble) = (order, [.. solution], endStage, bubble);
        if (bubble.Any(row => row.Length != _solution.Length))
        {
            throw new ArgumentException("each bubble row needs one weight for each stage");
        }
    }

    /// <summary>The order q of the extension.</summary>
    public int Order { get; }

    /// <summary>Number of stages with the extra ones.</summary>
    public int StageCount => _solution.Length;

    /// <summary>Writes b_i(theta) for all stages.</summary>
    /// <param name="theta">Position in the step, in [0, 1].</param>
    /// <param name="weights">One number for each stage.</param>
    public void Evaluate(double theta, Span<double> weights)
    {
        var rest = 1 - theta;
        for (var i = 0; i < _solution.Length; i++)
        {
            var (start, end) = (i == 0 ? 1.0 : 0.0, i == _endStage ? 1.0 : 0.0);
            var inner = 0.0;
            for (var row = _bubble.Length - 1; row >= 0; row--)
            {
                inner = (row % 2 == 0 ? rest : theta) * (_bubble[row][i] + inner);
            }

            var hermite = (2 * _solution[i]) - start - end + inner;
            weights[i] = theta * (_solution[i] + (rest * (start - _solution[i] + (theta * hermite))));
        }
    }
}
