namespace Flow.Backends.Plans.Lowering;

/// <summary>The operations of elementwise code that are not elementary functions.</summary>
internal enum CodeOpcode
{
    /// <summary>a + b.</summary>
    Add,

    /// <summary>a - b.</summary>
    Subtract,

    /// <summary>a b.</summary>
    Multiply,

    /// <summary>c.</summary>
    Constant,

    /// <summary>a^q.</summary>
    Power,

    /// <summary>An elementary function of a (and b).</summary>
    Function,
}
