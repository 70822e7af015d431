namespace Flow.Experiments.Running;

/// <summary>A long vector in a few numbers.</summary>
/// <param name="Norm">Its Euclidean norm.</param>
/// <param name="First4">Its first four entries, fewer where it is shorter.</param>
/// <param name="Last">Its last entry.</param>
/// <param name="Sum">The sum of its entries.</param>
public sealed record VectorSummary(double Norm, double[] First4, double Last, double Sum)
{
    /// <summary>Summarises a vector.</summary>
    /// <param name="values">At least one entry.</param>
    public static VectorSummary Of(ReadOnlySpan<double> values)
    {
        var (squares, sum) = (0.0, 0.0);
        foreach (var value in values)
        {
            squares += value * value;
            sum += value;
        }

        return new(Math.Sqrt(squares), values[..Math.Min(4, values.Length)].ToArray(), values[^1], sum);
    }
}
