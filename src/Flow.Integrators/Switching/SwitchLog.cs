namespace Flow.Integrators.Switching;

/// <summary>The switches of a run in numbers, so that a resumed run knows them too.</summary>
/// <param name="first">The name of the first solver.</param>
/// <param name="second">The name of the second solver.</param>
internal sealed class SwitchLog(string first, string second)
{
    public const int MostTrials = 2;
    public const int MemoryLength = 1 + (MostSwitches * EntryLength);

    private const int MostSwitches = 2 * MostTrials;
    private const int EntryLength = 3;

    private readonly double[] _entries = new double[MostSwitches * EntryLength];
    private int _count;

    /// <summary>The trials made; even switches start one, odd ones end it.</summary>
    public int Trials => (_count + 1) / 2;

    /// <summary>The switches in words.</summary>
    public IReadOnlyList<SolverSwitch> Entries => [.. Enumerable.Range(0, _count).Select(Entry)];

    /// <summary>Notes a switch to the second solver.</summary>
    /// <param name="time">t.</param>
    /// <param name="directions">The number of stiff directions that the first one deflates.</param>
    /// <param name="stepTimesRate">h times the stiffness that is left.</param>
    public void NoteTrial(double time, int directions, double stepTimesRate) => Add(time, directions, stepTimesRate);

    /// <summary>Notes a return to the first solver.</summary>
    /// <param name="time">t.</param>
    /// <param name="ratio">How far the second one came for each evaluation in parts of the first.</param>
    public void NoteReturn(double time, double ratio) => Add(time, ratio, 0);

    public void Save(Span<double> memory)
    {
        memory[0] = _count;
        _entries.CopyTo(memory[1..]);
    }

    public void Load(ReadOnlySpan<double> memory)
    {
        _count = (int)memory[0];
        memory.Slice(1, _entries.Length).CopyTo(_entries);
    }

    private void Add(double time, double value, double other)
    {
        var entry = _entries.AsSpan(EntryLength * _count++, EntryLength);
        (entry[0], entry[1], entry[2]) = (time, value, other);
    }

    private SolverSwitch Entry(int index)
    {
        var entry = _entries.AsSpan(EntryLength * index, EntryLength);
        return index % 2 == 0
            ? new(entry[0], first, second, Check.Text(
                $"more than {entry[1]} stiff directions hold the steps back, h times the rate left is {entry[2]:G2}"))
            : new(entry[0], second, first, Check.Text(
                $"it had come only {entry[1]:G2} times as far for each evaluation"));
    }
}
