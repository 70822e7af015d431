using Flow.Integrators.Explicit;

namespace Flow.Integrators.Stabilized;

/// <summary>The orthogonal-polynomial method of order 2: s - 2 stages of a three-term recurrence and two finishing
/// stages, with damping 0.95 (A. Abdulle, A. A. Medovikov, Second order Chebyshev methods based on orthogonal
/// polynomials, 2001, doi:10.1007/s002110100292).</summary>
/// <remarks>The interval is about 0.81 s^2 - 2. Coefficients/rock2.txt is computed by tools/rock2_coefficients.py, not
/// taken from the published table. The error estimate is the difference from an embedded method of order 1.</remarks>
public sealed class Rock2 : StabilizedMethod
{
    private readonly int[] _stages;
    private readonly Dictionary<int, Row> _rows;

    private Rock2()
    {
        var table = CoefficientTable.Load(typeof(Rock2), "rock2");
        _stages = [.. table.Rows("interval").Order()];
        _rows = _stages.ToDictionary(static s => s, s => new Row(
            table.Row("interval", s, 1)[0],
            table.Row("sigma", s, 1)[0],
            table.Row("correction", s, 1)[0],
            table.Row("mu", s, s - 1),
            table.Row("kappa", s, s - 1)));
    }

    /// <summary>The method.</summary>
    public static Rock2 Method { get; } = new();

    /// <summary>The numbers of stages that have coefficients, ascending.</summary>
    public IReadOnlyList<int> TabulatedStages => _stages;

    /// <inheritdoc/>
    public override int ErrorOrder => 2;

    /// <inheritdoc/>
    public override int FewestStages => _stages[0];

    /// <inheritdoc/>
    public override int MostStages => _stages[^1];

    /// <inheritdoc/>
    public override double Interval(int stages) => _rows[stages].Interval;

    /// <inheritdoc/>
    public override int StagesFor(double stepTimesRadius)
    {
        foreach (var stages in _stages)
        {
            if (_rows[stages].Interval >= stepTimesRadius)
            {
                return stages;
            }
        }

        return MostStages;
    }

    /// <summary>s^2 + s^6 / 80: the recurrence is small at the far end, and the finishing stages make it large
    /// again.</summary>
    /// <inheritdoc/>
    public override double ErrorGrowth(int stages) => (1.0 * stages * stages) + (Math.Pow(stages, 6) / 80);

    /// <inheritdoc/>
    public override int Fewer(int stages) => _stages[Array.IndexOf(_stages, stages) - 1];

    /// <inheritdoc/>
    public override void Fill(int stages, StageRecurrence recurrence)
    {
        ArgumentNullException.ThrowIfNull(recurrence);
        var row = _rows[stages];
        recurrence.Begin(stages, stages - 2, row.Sigma, row.Correction);
        for (var j = 1; j <= stages - 2; j++)
        {
            recurrence.Set(j, j > 1 ? 1 + row.Kappa[j] : 0, -row.Kappa[j], row.Mu[j]);
        }
    }

    private sealed record Row(double Interval, double Sigma, double Correction, double[] Mu, double[] Kappa);
}
