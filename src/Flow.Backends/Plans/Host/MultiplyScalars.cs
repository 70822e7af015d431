namespace Flow.Backends.Plans.Host;

/// <summary>s = coefficient times a product of scalars.</summary>
internal sealed class MultiplyScalars(int destination, double coefficient, int[] factors) : HostOp
{
    /// <summary>The slot of s.</summary>
    public int Destination => destination;

    /// <inheritdoc />
    public override void Run(HostMemory memory)
    {
        var product = coefficient;
        foreach (var factor in factors)
        {
            product *= memory.Scalars[factor];
        }

        memory.Scalars[destination] = product;
    }
}
