using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace Flow.Backends.Cpu.Threading;

/// <summary>A persistent pool of threads that runs the chunks of one piece of work at a time.</summary>
/// <remarks>
/// Chunks are claimed one by one with compare-exchange, so a thread that the system has put aside delays nobody; the
/// caller takes part and runs what nobody else has claimed. Who waits spins a few hundred times, then yields, and
/// sleeps after about 250 microseconds, so that a busy machine is left to those who work. A fork and join allocates
/// nothing; with one thread the chunks run in the caller without any synchronisation. One <see cref="Run"/> at a time.
/// </remarks>
public sealed class ForkJoin : IDisposable
{
    private const int SpinLimit = 500;
    private const int RemainingBits = 24;
    private const long RemainingMask = (1L << RemainingBits) - 1;
    private static readonly long ParkTicks = Stopwatch.Frequency / 4_000;

    private readonly ForkJoinWorker[] workers;
    private readonly AutoResetEvent finished = new(false);

    // High bits: number of the run; low bits: chunks that nobody has claimed. One word, so that a claim made with an
    // old number fails and a worker can never mix two runs.
    private long claims;
    private int unfinished;
    private int joinParked;
    private int chunkCount;
    private int busy;
    private IForkJoinWork? work;
    private Exception? failure;
    private int failedChunk;
    private volatile bool stopping;

    /// <summary>Starts the workers.</summary>
    /// <param name="threads">Threads in all, the caller included, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than one thread is asked for.</exception>
    public ForkJoin(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        Threads = threads;
        workers = new ForkJoinWorker[threads - 1];
        for (int i = 0; i < workers.Length; i++)
        {
            workers[i] = new ForkJoinWorker(this, i + 1);
        }

        foreach (ForkJoinWorker worker in workers)
        {
            worker.Start();
        }
    }

    /// <summary>Threads in all, the caller included.</summary>
    public int Threads { get; }

    internal bool IsStopping => stopping;

    internal bool HasClaims => (Volatile.Read(ref claims) & RemainingMask) != 0;

    /// <summary>Runs chunks 0 to chunks - 1 and returns when all are done.</summary>
    /// <param name="job">The work.</param>
    /// <param name="chunks">Number of chunks, 0 to 16,777,215.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of chunks is out of range.</exception>
    /// <exception cref="InvalidOperationException">Another run is under way (also from inside a chunk).</exception>
    /// <exception cref="ObjectDisposedException">The pool has been disposed.</exception>
    /// <remarks>
    /// Every chunk runs even when one fails; the exception of the lowest chunk that failed is thrown after the join.
    /// </remarks>
    public void Run(IForkJoinWork job, int chunks)
    {
        ArgumentNullException.ThrowIfNull(job);
        ArgumentOutOfRangeException.ThrowIfNegative(chunks);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(chunks, (int)RemainingMask);
        ObjectDisposedException.ThrowIf(stopping, this);
        if (workers.Length == 0 || chunks <= 1)
        {
            RunInline(job, chunks);
            return;
        }

        if (Interlocked.CompareExchange(ref busy, 1, 0) != 0)
        {
            throw new InvalidOperationException("A fork-join pool runs one piece of work at a time.");
        }

        try
        {
            Fork(job, chunks);
            while (TryExecute(0))
            {
            }

            Join();
        }
        finally
        {
            work = null;
            Volatile.Write(ref busy, 0);
        }
    }

    /// <summary>Lets the workers end and waits for them.</summary>
    public void Dispose()
    {
        if (stopping)
        {
            return;
        }

        stopping = true;
        foreach (ForkJoinWorker worker in workers)
        {
            worker.Wake();
        }

        foreach (ForkJoinWorker worker in workers)
        {
            worker.Dispose();
        }

        finished.Dispose();
    }

    /// <summary>Claims one chunk and runs it; false when none is left.</summary>
    internal bool TryExecute(int worker)
    {
        long seen = Volatile.Read(ref claims);
        while ((seen & RemainingMask) != 0)
        {
            long found = Interlocked.CompareExchange(ref claims, seen - 1, seen);
            if (found == seen)
            {
                // The run cannot end before this chunk does, so its fields are safe to read now.
                Execute(chunkCount - (int)(seen & RemainingMask), worker);
                return true;
            }

            seen = found;
        }

        return false;
    }

    /// <summary>Waits for chunks for a while; false when nothing came, so that the worker may park.</summary>
    internal bool AwaitClaims() => Await(forEnd: false);

    private bool Await(bool forEnd)
    {
        for (int spin = 0; spin < SpinLimit; spin++)
        {
            if (IsOver(forEnd))
            {
                return true;
            }

            Thread.SpinWait(1);
        }

        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetTimestamp() - start < ParkTicks)
        {
            if (IsOver(forEnd))
            {
                return true;
            }

            Thread.Yield();
        }

        return false;
    }

    private bool IsOver(bool forEnd) => forEnd ? Volatile.Read(ref unfinished) == 0 : HasClaims || stopping;

    private static void RunInline(IForkJoinWork job, int chunks)
    {
        ExceptionDispatchInfo? first = null;
        for (int chunk = 0; chunk < chunks; chunk++)
        {
            try
            {
                job.Execute(chunk, 0);
            }
            catch (Exception exception)
            {
                first ??= ExceptionDispatchInfo.Capture(exception);
            }
        }

        first?.Throw();
    }

    private void Fork(IForkJoinWork job, int chunks)
    {
        work = job;
        chunkCount = chunks;
        unfinished = chunks;
        failure = null;
        failedChunk = int.MaxValue;
        long number = (claims >> RemainingBits) + 1;
        // A full fence: the fields above are seen by whoever claims, and the parked flags below are read after it.
        Interlocked.Exchange(ref claims, (number << RemainingBits) | (long)chunks);
        int wanted = Math.Min(workers.Length, chunks - 1);
        for (int i = 0; i < wanted; i++)
        {
            workers[i].WakeIfParked();
        }
    }

    private void Join()
    {
        if (!Await(forEnd: true))
        {
            while (Volatile.Read(ref unfinished) != 0)
            {
                // The flag first, with a full fence, then a last look: whoever ends after that look sees the flag.
                Interlocked.Exchange(ref joinParked, 1);
                if (Volatile.Read(ref unfinished) != 0)
                {
                    finished.WaitOne();
                }

                Volatile.Write(ref joinParked, 0);
            }
        }

        if (failure is { } exception)
        {
            failure = null;
            ExceptionDispatchInfo.Throw(exception);
        }
    }

    private void Execute(int chunk, int worker)
    {
        try
        {
            work!.Execute(chunk, worker);
        }
        catch (Exception exception)
        {
            Record(chunk, exception);
        }
        finally
        {
            if (Interlocked.Decrement(ref unfinished) == 0 && Volatile.Read(ref joinParked) != 0)
            {
                finished.Set();
            }
        }
    }

    private void Record(int chunk, Exception exception)
    {
        lock (workers)
        {
            if (chunk < failedChunk)
            {
                failedChunk = chunk;
                failure = exception;
            }
        }
    }
}
