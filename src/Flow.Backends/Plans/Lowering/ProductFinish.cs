namespace Flow.Backends.Plans.Lowering;

/// <summary>What becomes of the elements of a product before they are stored.</summary>
internal enum ProductFinish
{
    /// <summary>Nothing: C = A P.</summary>
    None,

    /// <summary>C = max(0, A P).</summary>
    Relu,

    /// <summary>C = (M &gt; 0) o A P for a per-sample matrix M.</summary>
    Gate,

    /// <summary>C = M o A P for a per-sample matrix M.</summary>
    Mask,
}
