namespace Flow.Integrators;

/// <summary>The wall-clock side of a run: its time limit and the rhythm of its progress reports.</summary>
internal sealed class RunClock(IntegrationSettings settings)
{
    private readonly long _start = settings.Clock.GetTimestamp();
    private readonly bool _isNeeded = settings.Progress is not null || double.IsFinite(settings.MaxSeconds);
    private TimeSpan _lastReport;

    public TimeSpan Elapsed => settings.Clock.GetElapsedTime(_start);

    /// <summary>Whether the time limit has passed.</summary>
    public bool IsExpired => _isNeeded && Elapsed.TotalSeconds >= settings.MaxSeconds;

    /// <summary>Whether the progress is due for a report; true starts the next interval.</summary>
    public bool IsReportDue()
    {
        if (settings.Progress is null || Elapsed - _lastReport < settings.ProgressInterval)
        {
            return false;
        }

        _lastReport = Elapsed;
        return true;
    }
}
