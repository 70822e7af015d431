namespace Flow.Benchmarks.WorkPrecision;

/// <summary>A run that reached the end.</summary>
/// <param name="Seed">The network.</param>
/// <param name="Solver">The solver.</param>
/// <param name="Rtol">rtol.</param>
/// <param name="Evaluations">Right-hand sides and Jacobian-vector products.</param>
/// <param name="Seconds">Seconds of the processor on one thread, samples included.</param>
/// <param name="Error">The largest true error of any output at any of the times.</param>
internal sealed record PrecisionPoint(
    int Seed, string Solver, double Rtol, long Evaluations, double Seconds, double Error);
