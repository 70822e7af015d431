namespace Flow.Backends.Cpu.Threading;

/// <summary>One thread of a <see cref="ForkJoin"/> pool and the event on which it sleeps.</summary>
internal sealed class ForkJoinWorker : IDisposable
{
    private readonly ForkJoin pool;
    private readonly int index;
    private readonly Thread thread;
    private readonly AutoResetEvent wake = new(false);
    private int parked;

    public ForkJoinWorker(ForkJoin pool, int index)
    {
        this.pool = pool;
        this.index = index;
        thread = new Thread(Loop) { IsBackground = true, Name = $"Flow fork-join {index}" };
    }

    public void Start() => thread.Start();

    public void WakeIfParked()
    {
        if (Volatile.Read(ref parked) != 0)
        {
            wake.Set();
        }
    }

    public void Wake() => wake.Set();

    public void Dispose()
    {
        thread.Join();
        wake.Dispose();
    }

    private void Loop()
    {
        while (!pool.IsStopping)
        {
            if (!pool.TryExecute(index) && !pool.AwaitClaims())
            {
                Park();
            }
        }
    }

    private void Park()
    {
        // The flag first, with a full fence, then a last look: whoever forks after that look sees the flag.
        Interlocked.Exchange(ref parked, 1);
        if (!pool.HasClaims && !pool.IsStopping)
        {
            wake.WaitOne();
        }

        Volatile.Write(ref parked, 0);
    }
}
