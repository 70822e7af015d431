namespace Flow.Backends.Plans.Host;

/// <summary>The float64 scalars and tensors of a plan outside the loop over samples.</summary>
/// <param name="scalars">The number of scalars.</param>
/// <param name="tensors">The length of each tensor.</param>
internal sealed class HostMemory(int scalars, IReadOnlyList<int> tensors)
{
    /// <summary>The scalars by slot.</summary>
    public double[] Scalars { get; } = new double[scalars];

    /// <summary>The tensors by slot, row-major without padding.</summary>
    public double[][] Tensors { get; } = [.. tensors.Select(static length => new double[length])];
}
