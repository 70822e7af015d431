namespace Flow.Backends.Plans.Host;

/// <summary>T = constant.</summary>
internal sealed class FillTensor(int destination, double value) : HostOp
{
    /// <inheritdoc />
    public override void Run(HostMemory memory) => Array.Fill(memory.Tensors[destination], value);
}
