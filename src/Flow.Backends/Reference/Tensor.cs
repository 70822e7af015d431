namespace Flow.Backends.Reference;

/// <summary>A dense row-major array of doubles; a scalar has no dimensions and one element.</summary>
/// <param name="Sizes">The size of each dimension.</param>
/// <param name="Values">The elements.</param>
public sealed record Tensor(int[] Sizes, double[] Values)
{
    /// <summary>Makes a scalar.</summary>
    /// <param name="value">Its value.</param>
    public static Tensor Scalar(double value) => new([], [value]);

    /// <summary>The row-major stride of each dimension.</summary>
    public int[] Strides()
    {
        var strides = new int[Sizes.Length];
        var stride = 1;
        for (var i = Sizes.Length - 1; i >= 0; i--)
        {
            strides[i] = stride;
            stride *= Sizes[i];
        }

        return strides;
    }
}
