namespace Flow.Backends.Plans.Host;

/// <summary>s = sum of scalars.</summary>
internal sealed class AddScalars(int destination, int[] terms) : HostOp
{
    /// <summary>The slot of s.</summary>
    public int Destination => destination;

    /// <inheritdoc />
    public override void Run(HostMemory memory)
    {
        var sum = 0.0;
        foreach (var term in terms)
        {
            sum += memory.Scalars[term];
        }

        memory.Scalars[destination] = sum;
    }
}
