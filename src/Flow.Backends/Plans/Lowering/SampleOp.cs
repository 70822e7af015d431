namespace Flow.Backends.Plans.Lowering;

/// <summary>One operation on blocks of per-sample matrices; slots name matrices of samples x width.</summary>
internal abstract record SampleOp
{
    /// <summary>The slots read.</summary>
    public abstract IEnumerable<int> Reads { get; }

    /// <summary>The slots written.</summary>
    public virtual IEnumerable<int> Writes => [];
}
