namespace Flow.Backends.Plans;

/// <summary>Where the outputs that are not per sample go, one after the other: one span, or two in turn, so that a
/// velocity can be written where it belongs and what follows it elsewhere.</summary>
/// <param name="first">Receives the first outputs.</param>
/// <param name="rest">Receives those that follow.</param>
public readonly ref struct ReducedOutputs(Span<double> first, Span<double> rest)
{
    /// <summary>Receives the first outputs.</summary>
    public Span<double> First { get; } = first;

    /// <summary>Receives those that follow.</summary>
    public Span<double> Rest { get; } = rest;

    /// <summary>No place, for plans whose outputs are all per sample.</summary>
    public static ReducedOutputs None => default;

    /// <summary>The number of values.</summary>
    public int Length => First.Length + Rest.Length;

    /// <summary>One span for all of them.</summary>
    /// <param name="values">The span.</param>
    public static implicit operator ReducedOutputs(Span<double> values) => new(values, []);

    /// <summary>One array for all of them.</summary>
    /// <param name="values">The array.</param>
    public static implicit operator ReducedOutputs(double[] values) => new(values, []);

    /// <summary>The place of one output.</summary>
    /// <param name="offset">The number of values before it.</param>
    /// <param name="length">The number of its values.</param>
    /// <exception cref="ArgumentException">It lies in both spans.</exception>
    public Span<double> Slice(int offset, int length) => offset + length <= First.Length
        ? First.Slice(offset, length)
        : offset >= First.Length
            ? Rest.Slice(offset - First.Length, length)
            : throw new ArgumentException("The first span ends inside an output; end it where an output ends.");
}
