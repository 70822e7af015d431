namespace Flow.Backends.Plans.Lowering;

/// <summary>A parameter matrix as the right factor of a product with per-sample rows.</summary>
/// <param name="Tensor">The tensor slot.</param>
/// <param name="Rows">Its rows.</param>
/// <param name="Columns">Its columns.</param>
/// <param name="Transposed">Whether the product is with the transpose.</param>
/// <param name="Level">The phase that uses it.</param>
internal sealed record ParameterUse(int Tensor, int Rows, int Columns, bool Transposed, int Level);
