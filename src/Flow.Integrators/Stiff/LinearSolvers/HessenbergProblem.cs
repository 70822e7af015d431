namespace Flow.Integrators.Stiff.LinearSolvers;

/// <summary>The small least squares problem min |beta e_1 - H y| of GMRES, H upper Hessenberg, column by column with
/// Givens rotations.</summary>
internal sealed class HessenbergProblem(int most)
{
    private readonly double[] _columns = new double[most * (most + 1)];
    private readonly double[] _cosines = new double[most];
    private readonly double[] _sines = new double[most];
    private readonly double[] _rightHandSide = new double[most + 1];
    private readonly double[] _solution = new double[most];

    /// <summary>Number of columns.</summary>
    public int Count { get; private set; }

    public void Start(double beta)
    {
        Count = 0;
        _rightHandSide[0] = beta;
    }

    /// <summary>Adds a column.</summary>
    /// <param name="column">Its entries down to the diagonal.</param>
    /// <param name="below">The entry below the diagonal.</param>
    /// <returns>The norm of the residual.</returns>
    public double Add(ReadOnlySpan<double> column, double below)
    {
        var entries = Column(Count);
        column.CopyTo(entries);
        for (var i = 0; i < Count; i++)
        {
            (entries[i], entries[i + 1]) = (
                (_cosines[i] * entries[i]) + (_sines[i] * entries[i + 1]),
                (_cosines[i] * entries[i + 1]) - (_sines[i] * entries[i]));
        }

        var diagonal = entries[Count];
        var length = Math.Sqrt((diagonal * diagonal) + (below * below));
        (_cosines[Count], _sines[Count]) = length > 0 ? (diagonal / length, below / length) : (1, 0);
        entries[Count] = length;
        _rightHandSide[Count + 1] = -_sines[Count] * _rightHandSide[Count];
        _rightHandSide[Count] *= _cosines[Count];
        Count++;
        return double.IsFinite(length) ? Math.Abs(_rightHandSide[Count]) : double.NaN;
    }

    /// <summary>y, valid until the next call.</summary>
    public ReadOnlySpan<double> Solve()
    {
        for (var i = Count - 1; i >= 0; i--)
        {
            var sum = _rightHandSide[i];
            for (var j = i + 1; j < Count; j++)
            {
                sum -= Column(j)[i] * _solution[j];
            }

            var diagonal = Column(i)[i];
            _solution[i] = diagonal == 0 ? 0 : sum / diagonal;
        }

        return _solution.AsSpan(0, Count);
    }

    private Span<double> Column(int j) => _columns.AsSpan(j * (most + 1), most + 1);
}
