namespace Flow.TestKit;

/// <summary>Bytes that code allocates on the calling thread.</summary>
public static class AllocationCheck
{
    /// <summary>Runs the action once to warm it up, then again and counts the bytes of the second run.</summary>
    public static long Bytes(Action action)
    {
        action();
        var before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
