using System.Runtime.InteropServices;

namespace Flow.Cli.Commands;

/// <summary>
/// Turns the first Ctrl-C, request to terminate or end of the terminal
/// into a cancellation, so that partial results are written; the second
/// one ends the process at once.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private static int s_listening;

    private readonly CancellationTokenSource _source;
    private readonly PosixSignalRegistration[] _registrations;

    /// <summary>Starts to listen.</summary>
    /// <param name="outer">Cancels too.</param>
    public Interruption(CancellationToken outer)
    {
        _source = CancellationTokenSource.CreateLinkedTokenSource(outer);
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, Cancel),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, Cancel),
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, Cancel),
        ];
        Interlocked.Increment(ref s_listening);
    }

    /// <summary>
    /// Ends the process with <see cref="ExitCode.Cancelled"/> on a signal that comes while nothing is to be saved.
    /// </summary>
    public static IReadOnlyList<IDisposable> EndProcessWhenIdle() =>
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, EndWhenIdle),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, EndWhenIdle),
        PosixSignalRegistration.Create(PosixSignal.SIGHUP, EndWhenIdle),
    ];

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _source.Token;

    /// <inheritdoc />
    public void Dispose()
    {
        Interlocked.Decrement(ref s_listening);
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _source.Dispose();
    }

    private static void EndWhenIdle(PosixSignalContext context)
    {
        if (Volatile.Read(ref s_listening) == 0)
        {
            context.Cancel = true;
            Environment.Exit(ExitCode.Cancelled);
        }
    }

    private void Cancel(PosixSignalContext context)
    {
        context.Cancel = !_source.IsCancellationRequested;
        _source.Cancel();
    }
}
