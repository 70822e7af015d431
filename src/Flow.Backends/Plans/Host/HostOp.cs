namespace Flow.Backends.Plans.Host;

/// <summary>One operation on the float64 scalars and tensors of a plan; it allocates nothing.</summary>
internal abstract class HostOp
{
    /// <summary>Runs the operation.</summary>
    public abstract void Run(HostMemory memory);
}
