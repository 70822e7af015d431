namespace Flow.Backends.Plans.Lowering;

/// <summary>Any other index product, by nested loops for each sample: C_n = sum A_n B or Acc += sum_n A_n B.</summary>
/// <param name="Destination">The slot or, for a sum over samples, the accumulator.</param>
/// <param name="IsAccumulation">Whether it sums over samples.</param>
/// <param name="A">The first factor.</param>
/// <param name="B">The second factor, null where there is none.</param>
/// <param name="Sizes">The size of each index but the samples.</param>
/// <param name="Strides">The strides of the result and both factors within one sample.</param>
internal sealed record GeneralOp(
    int Destination, bool IsAccumulation, GeneralFactor A, GeneralFactor? B, int[] Sizes, int[][] Strides) : SampleOp
{
    /// <inheritdoc />
    public override IEnumerable<int> Reads =>
        new[] { A, B }.OfType<GeneralFactor>().Where(static f => f.IsSample).Select(static f => f.Slot);

    /// <inheritdoc />
    public override IEnumerable<int> Writes => IsAccumulation ? [] : [Destination];
}
