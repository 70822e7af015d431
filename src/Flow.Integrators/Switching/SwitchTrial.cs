namespace Flow.Integrators.Switching;

/// <summary>Measures how far a method comes in t for each evaluation, after a stretch of the same cost in which it gets
/// going.</summary>
internal sealed class SwitchTrial
{
    public const int MemoryLength = 5;

    private double _budget;
    private long _start;
    private double _halfTime;
    private long _half;
    private double _required;

    /// <summary>Measured progress in parts of what is required; meaningful once the trial is over.</summary>
    public double Ratio { get; private set; }

    /// <summary>Starts a trial.</summary>
    /// <param name="evaluations">The evaluations so far.</param>
    /// <param name="budget">The evaluations of each half.</param>
    /// <param name="required">The progress of the other method.</param>
    public void Begin(long evaluations, double budget, double required) =>
        (_start, _half, _budget, _required) = (evaluations, 0, budget, required);

    /// <summary>Whether the trial is over after an accepted step.</summary>
    /// <param name="time">The end of the step.</param>
    /// <param name="evaluations">The evaluations so far.</param>
    public bool IsOver(double time, long evaluations)
    {
        if (_half == 0)
        {
            (_halfTime, _half) = evaluations >= _start + _budget ? (time, evaluations) : (0, 0);
            return false;
        }

        if (evaluations < _half + _budget)
        {
            return false;
        }

        Ratio = (time - _halfTime) / (evaluations - _half) / _required;
        return true;
    }

    public void Save(Span<double> memory) =>
        (memory[0], memory[1], memory[2], memory[3], memory[4]) = (_budget, _start, _halfTime, _half, _required);

    public void Load(ReadOnlySpan<double> memory) =>
        (_budget, _start, _halfTime, _half, _required) =
            (memory[0], (long)memory[1], memory[2], (long)memory[3], memory[4]);
}
