using Flow.Experiments.Outputs;
using Flow.Experiments.Running;
using Flow.Integrators;
using Flow.Integrators.Events;
using Flow.Integrators.Sampling;
using Flow.Integrators.Stepping;

namespace Flow.Experiments.Resuming;

/// <summary>Writes the checkpoints of a flow while its recorder records: every few seconds, and at the end.</summary>
/// <param name="recorder">The recorder.</param>
/// <param name="write">Writes a checkpoint; the table is on the disk before.</param>
/// <param name="identity">The run.</param>
internal sealed class FlowCheckpoints(FlowRecorder recorder, Action<Checkpoint> write, RunIdentity identity)
    : IIntegrationObserver
{
    // What a run that ends inside a step may have to repeat at most, seconds.
    private const double LongestRepeat = 1;

    private Integrator? _integrator;
    private Checkpoint? _latest;
    private bool _isWritten;
    private bool _isLast;
    private long _captured;
    private long _written;
    private long _start;

    /// <summary>Seconds between two checkpoints.</summary>
    public required double Interval { get; init; }

    /// <summary>The clock.</summary>
    public required TimeProvider Clock { get; init; }

    /// <summary>Whether an event may end the run inside a step.</summary>
    public bool MayEndInside { get; init; }

    /// <summary>The running time of the interrupted runs before this one.</summary>
    public double EarlierSeconds { get; init; }

    /// <summary>Runs an integrator, and writes the last checkpoint when it has ended: the one before the step that was
    /// cut or in which an event lies, else that of the last accepted state.</summary>
    /// <param name="integrator">The integrator.</param>
    /// <param name="resume">Where the run goes on; null for a new one.</param>
    /// <param name="cancellation">Cancels the run.</param>
    public IntegrationResult Run(Integrator integrator, ResumePoint? resume, CancellationToken cancellation)
    {
        _integrator = integrator;
        _start = _captured = _written = Clock.GetTimestamp();
        var result = integrator.Run(this, resume, cancellation);
        if (recorder.Failure is null && !_isLast && result.Event is null)
        {
            Keep(result.Resume);
        }

        if (recorder.Failure is null && !_isWritten)
        {
            Write();
        }

        return result;
    }

    /// <inheritdoc />
    public void OnSample(in Sample sample) => recorder.OnSample(sample);

    /// <inheritdoc />
    public void OnEvent(in EventOccurrence occurrence) => ((IIntegrationObserver)recorder).OnEvent(occurrence);

    /// <inheritdoc />
    public void OnResumePoint(ResumePoint point, bool isLast)
    {
        Keep(point);
        _isLast = isLast;
    }

    /// <inheritdoc />
    public void OnAccepted(in AcceptedStep step)
    {
        recorder.OnAccepted(step);
        if (_isLast || recorder.Failure is not null)
        {
            return;
        }

        var isDue = Clock.GetElapsedTime(_written).TotalSeconds >= Interval;
        if (isDue || (MayEndInside && Clock.GetElapsedTime(_captured).TotalSeconds >= LongestRepeat))
        {
            Keep(_integrator!.CaptureResumePoint());
        }

        if (isDue)
        {
            Write();
        }
    }

    private void Keep(ResumePoint point)
    {
        var seconds = EarlierSeconds + Clock.GetElapsedTime(_start).TotalSeconds;
        _latest = new(identity, seconds) { Point = point, Recorder = recorder.Save() };
        _isWritten = false;
        _captured = Clock.GetTimestamp();
    }

    private void Write()
    {
        try
        {
            write(_latest!);
            _isWritten = true;
            _written = Clock.GetTimestamp();
        }
        catch (OutputException failure)
        {
            recorder.Fail(failure);
        }
    }
}
