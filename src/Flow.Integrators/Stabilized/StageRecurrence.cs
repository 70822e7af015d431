namespace Flow.Integrators.Stabilized;

/// <summary>The coefficients of one step of a stabilized method with s stages. With d_j = y_j - y, d_0 = 0,
/// d_j = previous_j d_(j-1) + before_j d_(j-2) + slope_j h F_(j-1) + first_j h F_0 for j = 1 .. count, F_j =
/// F(t + c_j h, y_j); then, where <see cref="Finish"/> = sigma is not 0, d* = d_count + sigma h F_count and d_s = d* +
/// sigma h F* + correction h (F* - F_count).</summary>
/// <remarks>Differences from y, not y_j themselves: rounding errors are then relative to the step, and a state at rest
/// stays as it is.</remarks>
public sealed class StageRecurrence
{
    private readonly double[] _previous;
    private readonly double[] _before;
    private readonly double[] _slope;
    private readonly double[] _first;
    private readonly double[] _nodes;

    /// <summary>Makes room for the coefficients.</summary>
    /// <param name="mostStages">The largest number of stages.</param>
    public StageRecurrence(int mostStages)
    {
        var length = mostStages + 1;
        (_previous, _before, _slope) = (new double[length], new double[length], new double[length]);
        (_first, _nodes) = (new double[length], new double[length]);
    }

    /// <summary>The number of stages s, which is the number of evaluations of a step.</summary>
    public int Stages { get; private set; }

    /// <summary>The number of differences d_j that the recurrence makes.</summary>
    public int Count { get; private set; }

    /// <summary>The size sigma of the two finishing Euler steps in parts of h, 0 where there are none.</summary>
    public double Finish { get; private set; }

    /// <summary>The weight of their difference.</summary>
    public double Correction { get; private set; }

    /// <summary>The factor of d_(j-1).</summary>
    /// <param name="j">The stage, 1 .. count.</param>
    public double Previous(int j) => _previous[j];

    /// <summary>The factor of d_(j-2).</summary>
    /// <param name="j">The stage, 1 .. count.</param>
    public double Before(int j) => _before[j];

    /// <summary>The factor of h F_(j-1).</summary>
    /// <param name="j">The stage, 1 .. count.</param>
    public double Slope(int j) => _slope[j];

    /// <summary>The factor of h F_0.</summary>
    /// <param name="j">The stage, 1 .. count.</param>
    public double First(int j) => _first[j];

    /// <summary>c_j, the time of stage j in parts of h: what the recurrence gives for F = 1.</summary>
    /// <param name="j">The stage, 0 .. count.</param>
    public double Node(int j) => _nodes[j];

    /// <summary>Starts another set of coefficients.</summary>
    /// <param name="stages">s.</param>
    /// <param name="count">The number of differences that follow.</param>
    /// <param name="finish">sigma.</param>
    /// <param name="correction">The weight of the difference of the finishing slopes.</param>
    public void Begin(int stages, int count, double finish = 0, double correction = 0) =>
        (Stages, Count, Finish, Correction, _nodes[0]) = (stages, count, finish, correction, 0);

    /// <summary>Sets the coefficients of d_j; j rises from 1.</summary>
    /// <param name="j">The stage.</param>
    /// <param name="previous">The factor of d_(j-1).</param>
    /// <param name="before">The factor of d_(j-2).</param>
    /// <param name="slope">The factor of h F_(j-1).</param>
    /// <param name="first">The factor of h F_0.</param>
    public void Set(int j, double previous, double before, double slope, double first = 0)
    {
        (_previous[j], _before[j], _slope[j], _first[j]) = (previous, before, slope, first);
        _nodes[j] = (previous * _nodes[j - 1]) + (j > 1 ? before * _nodes[j - 2] : 0) + slope + first;
    }

    /// <summary>R(z), what a step makes of y = 1 for F = lambda y, z = h lambda real.</summary>
    /// <param name="z">h lambda.</param>
    public double StabilityFunction(double z) => 1 + Difference(z, 0);

    /// <summary>What an error of 1 in d_j (0 &lt; j &lt;= count) makes of y1, z = h lambda real.</summary>
    /// <param name="z">h lambda.</param>
    /// <param name="j">The stage with the error.</param>
    public double ErrorPropagation(double z, int j) => Difference(z, j) - Difference(z, 0);

    private double Difference(double z, int disturbed)
    {
        var (before, current) = (0.0, 0.0);
        for (var j = 1; j <= Count; j++)
        {
            var next = (_previous[j] * current) + (_before[j] * before)
                + (z * ((_slope[j] * (1 + current)) + _first[j])) + (j == disturbed ? 1 : 0);
            (before, current) = (current, next);
        }

        if (Finish == 0)
        {
            return current;
        }

        var slope = 1 + current;
        var middle = current + (Finish * z * slope);
        return middle + (z * ((Finish * (1 + middle)) + (Correction * (1 + middle - slope))));
    }
}
