namespace Flow.TestKit;

/// <summary>Writes a vector that depends on time and state, such as the right-hand side F(t, y).</summary>
public delegate void VectorFunction(double time, ReadOnlySpan<double> state, Span<double> result);
