namespace Flow.Backends.Plans.Host;

/// <summary>s = constant.</summary>
internal sealed class SetScalar(int destination, double value) : HostOp
{
    /// <summary>The slot of s.</summary>
    public int Destination => destination;

    /// <inheritdoc />
    public override void Run(HostMemory memory) => memory.Scalars[destination] = value;
}
