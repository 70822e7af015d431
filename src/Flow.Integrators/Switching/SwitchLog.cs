namespace Flow.Integrators.Switching;

/// <summary>The switches of a run in numbers, so that a resumed run knows them too.</summary>
/// <param name="names">The names of the solvers, the one that starts first.</param>
internal sealed class SwitchLog(IReadOnlyList<string> names)
{
    /// <summary>How often the other methods are tried, one after the other.</summary>
    public const int MostRounds = 2;

    private const int EntryLength = 5;

    // In each round a switch to every other method, and one to the best of all.
    private readonly double[] _entries = new double[MostRounds * names.Count * EntryLength];
    private int _count;

    private enum Cause
    {
        Stability,
        Turn,
        Best,
        Slow,
    }

    public int MemoryLength => 2 + _entries.Length;

    /// <summary>The rounds begun.</summary>
    public int Rounds { get; private set; }

    /// <summary>The switches in words.</summary>
    public IReadOnlyList<SolverSwitch> Entries => [.. Enumerable.Range(0, _count).Select(Entry)];

    /// <summary>Notes the first trial of a round.</summary>
    /// <param name="time">t.</param>
    /// <param name="to">The position of the method that is tried.</param>
    /// <param name="directions">The number of stiff directions that the first one deflates.</param>
    /// <param name="stepTimesRate">h times the stiffness that is left.</param>
    public void NoteRound(double time, int to, double directions, double stepTimesRate)
    {
        Rounds++;
        Add(time, to, Cause.Stability, directions, stepTimesRate);
    }

    /// <summary>Notes that it is another one's turn to be tried.</summary>
    /// <param name="time">t.</param>
    /// <param name="to">The position of the method that is tried.</param>
    /// <param name="ratio">How far the one before came for each evaluation in parts of the first.</param>
    public void NoteTurn(double time, int to, double ratio) => Add(time, to, Cause.Turn, ratio, 0);

    /// <summary>Notes that a method which was tried before is the best.</summary>
    /// <param name="time">t.</param>
    /// <param name="to">Its position.</param>
    /// <param name="ratio">How far it came for each evaluation in parts of the first.</param>
    /// <param name="last">The same of the one that is left.</param>
    public void NoteBest(double time, int to, double ratio, double last) => Add(time, to, Cause.Best, ratio, last);

    /// <summary>Notes a return to the first solver.</summary>
    /// <param name="time">t.</param>
    /// <param name="ratio">How far the best of the others came for each evaluation in parts of the first.</param>
    public void NoteReturn(double time, double ratio) => Add(time, 0, Cause.Slow, ratio, 0);

    public void Save(Span<double> memory)
    {
        (memory[0], memory[1]) = (_count, Rounds);
        _entries.CopyTo(memory[2..]);
    }

    public void Load(ReadOnlySpan<double> memory)
    {
        (_count, Rounds) = ((int)memory[0], (int)memory[1]);
        memory.Slice(2, _entries.Length).CopyTo(_entries);
    }

    private void Add(double time, int to, Cause cause, double value, double other)
    {
        var entry = _entries.AsSpan(EntryLength * _count++, EntryLength);
        (entry[0], entry[1], entry[2], entry[3], entry[4]) = (time, to, (int)cause, value, other);
    }

    private SolverSwitch Entry(int index)
    {
        var entry = _entries.AsSpan(EntryLength * index, EntryLength);
        var from = index > 0 ? (int)_entries[(EntryLength * (index - 1)) + 1] : 0;
        var reason = (Cause)(int)entry[2] switch
        {
            Cause.Stability => Check.Text(
                $"more than {entry[3]} stiff directions hold the steps back, h times the rate left is {entry[4]:G2}"),
            Cause.Turn => Check.Text(
                $"its turn to be tried; {names[from]} came {entry[3]:G2} times as far as {names[0]} per evaluation"),
            Cause.Best => Check.Text(
                $"it came {entry[3]:G2} times as far as {names[0]} per evaluation, {names[from]} {entry[4]:G2} times"),
            _ => Check.Text($"it had come only {entry[3]:G2} times as far for each evaluation"),
        };
        return new(entry[0], names[from], names[(int)entry[1]], reason);
    }
}
