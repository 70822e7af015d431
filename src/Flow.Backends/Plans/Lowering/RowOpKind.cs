namespace Flow.Backends.Plans.Lowering;

/// <summary>What a row operation computes.</summary>
internal enum RowOpKind
{
    /// <summary>The inner product of the rows of A and B.</summary>
    Inner,

    /// <summary>log sum_c e^{a_c}.</summary>
    LogSumExp,

    /// <summary>Softmax of each row.</summary>
    Softmax,
}
