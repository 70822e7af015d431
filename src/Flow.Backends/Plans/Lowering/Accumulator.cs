namespace Flow.Backends.Plans.Lowering;

/// <summary>A sum over samples: a matrix, or float64 values.</summary>
/// <param name="IsMatrix">Whether it is a matrix in the plan's arithmetic; else float64 values.</param>
/// <param name="Rows">The rows of a matrix.</param>
/// <param name="Columns">The columns of a matrix, or the number of values.</param>
/// <param name="ToScalar">Whether the result goes to a scalar slot.</param>
/// <param name="HostSlot">The slot of the result.</param>
/// <param name="Level">The phase that computes it.</param>
internal sealed record Accumulator(bool IsMatrix, int Rows, int Columns, bool ToScalar, int HostSlot, int Level);
