using Flow.Experiments.Outputs;
using Flow.Experiments.Running;
using Flow.Experiments.Training;

namespace Flow.Cli.Views;

/// <summary>The progress of a run: one line drawn over itself on a terminal, a line now and then elsewhere.</summary>
/// <param name="terminal">Where to; the clock decides how often.</param>
internal sealed class ProgressView(Terminal terminal) : IProgress<RunProgress>, IProgress<TrainingProgress>
{
    private const string ClearLine = "\r\u001b[K";

    private static readonly TimeSpan LiveInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan PlainInterval = TimeSpan.FromSeconds(5);

    private readonly long _start = terminal.Clock.GetTimestamp();
    private TimeSpan _last;
    private bool _isDrawn;

    /// <inheritdoc />
    public void Report(RunProgress value) => Show(() => Line(value));

    /// <inheritdoc />
    public void Report(TrainingProgress value) => Show(() => Line(value));

    /// <summary>Does work that reports its progress here, and takes the live line away at its end.</summary>
    /// <param name="work">The work.</param>
    public T Around<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        finally
        {
            Clear();
        }
    }

    /// <summary>Takes the live line away.</summary>
    public void Clear()
    {
        if (_isDrawn)
        {
            terminal.Error.Write(ClearLine);
            _isDrawn = false;
        }
    }

    private void Show(Func<string> text)
    {
        var now = terminal.Clock.GetElapsedTime(_start);
        if (now - _last < (terminal.IsLive ? LiveInterval : PlainInterval))
        {
            return;
        }

        _last = now;
        var line = text();
        if (!terminal.IsLive)
        {
            terminal.Error.WriteLine(line);
            return;
        }

        terminal.Error.Write(ClearLine + WholeItems(line, Math.Max(0, terminal.LiveWidth - 1)));
        _isDrawn = true;
    }

    /// <summary>As many items, two blanks between them, as fit: a number that is cut is a wrong number.</summary>
    private static string WholeItems(string line, int width)
    {
        while (line.Length > width)
        {
            line = line[..Math.Max(0, line.LastIndexOf("  ", StringComparison.Ordinal))];
        }

        return line;
    }

    private static string Line(RunProgress p)
    {
        var left = Left(p.Remaining);
        if (p.Activity is { } activity)
        {
            return $"{activity}  t {Numbers.Rough(p.Time)}/{Numbers.Rough(p.EndTime)}  "
                + $"accepted {Numbers.Count(p.Accepted)}{left}";
        }

        return $"t {Numbers.Rough(p.Time)}/{Numbers.Rough(p.EndTime)}  step {Numbers.Rough(p.StepSize)}  "
            + $"accepted {Numbers.Count(p.Accepted)}  rejected {Numbers.Count(p.Rejected)}  "
            + $"loss {Numbers.Rough(p.Loss)}  rho {Numbers.Rough(p.Rho)}{left}";
    }

    private static string Line(TrainingProgress p) =>
        $"step {Numbers.Count(p.Step)}/{Numbers.Count(p.Steps)}  t {Numbers.Rough(p.Time)}  "
        + $"loss {Numbers.Rough(p.Loss)}  rho {Numbers.Rough(p.Rho)}{Left(p.Remaining)}";

    private static string Left(TimeSpan? remaining) =>
        remaining is { } time ? $"  {Numbers.Duration(time)} left" : string.Empty;
}
