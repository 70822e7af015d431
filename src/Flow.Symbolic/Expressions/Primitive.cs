namespace Flow.Symbolic.Expressions;

/// <summary>The elementary functions that act on each element.</summary>
public enum Primitive
{
    /// <summary>e^z.</summary>
    Exp,

    /// <summary>The natural logarithm.</summary>
    Log,

    /// <summary>sin z.</summary>
    Sin,

    /// <summary>cos z.</summary>
    Cos,

    /// <summary>tanh z.</summary>
    Tanh,

    /// <summary>1/(1 + e^-z).</summary>
    Sigmoid,

    /// <summary>log(1 + e^z), evaluated without overflow.</summary>
    Softplus,

    /// <summary>|z|.</summary>
    Abs,

    /// <summary>-1, 0 or 1; 0 at 0.</summary>
    Sign,

    /// <summary>1 where z &gt; 0, else 0.</summary>
    Step,

    /// <summary>The larger of two values.</summary>
    Max,

    /// <summary>The smaller of two values.</summary>
    Min,
}
