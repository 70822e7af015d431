namespace Flow.Backends.Plans.Lowering;

/// <summary>A parameter-sized tensor that elementwise code repeats for each sample, and each pixel.</summary>
/// <param name="Tensor">The tensor slot.</param>
/// <param name="Width">The width of the code, a multiple of the tensor's length.</param>
internal sealed record RowUse(int Tensor, int Width);
