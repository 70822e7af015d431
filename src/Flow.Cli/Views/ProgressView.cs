using Flow.Experiments.Running;

namespace Flow.Cli.Views;

/// <summary>The progress of a run: one line drawn over itself on a terminal, a line now and then elsewhere.</summary>
/// <param name="terminal">Where to; the clock decides how often.</param>
internal sealed class ProgressView(Terminal terminal) : IProgress<RunProgress>
{
    private const string ClearLine = "\r\u001b[K";

    private static readonly TimeSpan LiveInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan PlainInterval = TimeSpan.FromSeconds(5);

    private readonly long _start = terminal.Clock.GetTimestamp();
    private TimeSpan _last;
    private bool _isDrawn;

    /// <inheritdoc />
    public void Report(RunProgress value)
    {
        var now = terminal.Clock.GetElapsedTime(_start);
        if (now - _last < (terminal.IsLive ? LiveInterval : PlainInterval))
        {
            return;
        }

        _last = now;
        var line = Line(value);
        if (!terminal.IsLive)
        {
            terminal.Error.WriteLine(line);
            return;
        }

        terminal.Error.Write(ClearLine + line[..Math.Min(line.Length, Math.Max(0, terminal.LiveWidth - 1))]);
        _isDrawn = true;
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

    private static string Line(RunProgress p)
    {
        var left = p.Remaining is { } remaining ? $"  {Numbers.Duration(remaining)} left" : string.Empty;
        return $"t {Numbers.Rough(p.Time)}/{Numbers.Rough(p.EndTime)}  step {Numbers.Rough(p.StepSize)}  "
            + $"accepted {Numbers.Count(p.Accepted)}  rejected {Numbers.Count(p.Rejected)}  "
            + $"loss {Numbers.Rough(p.Loss)}  rho {Numbers.Rough(p.Rho)}{left}";
    }
}
