namespace Flow.Backends.Cpu.Elementwise;

/// <summary>The functions that an <see cref="ElementwiseProgram"/> applies in every place.</summary>
/// <remarks>
/// Largest error against a 150-bit reference on machines with a fused product, in units of the last place: exp and log
/// 1, log1p and sigmoid 2, tanh and softplus 2.5 in both precisions; arithmetic, sqrt, min and max are correctly
/// rounded; sin and cos are the runtime's own.
/// </remarks>
public enum ElementwiseOperation
{
    /// <summary>x.</summary>
    Copy,

    /// <summary>-x.</summary>
    Negate,

    /// <summary>|x|.</summary>
    Abs,

    /// <summary>-1, 0 or 1; a zero keeps its sign, NaN stays NaN.</summary>
    Sign,

    /// <summary>1 where x &gt; 0, else 0 (also at NaN).</summary>
    Step,

    /// <summary>max(0, x); NaN stays NaN.</summary>
    Relu,

    /// <summary>x^2.</summary>
    Square,

    /// <summary>Square root of x.</summary>
    Sqrt,

    /// <summary>1 / x.</summary>
    Reciprocal,

    /// <summary>e^x, overflow to infinity, gradual underflow to zero.</summary>
    Exp,

    /// <summary>ln x; -infinity at 0, NaN below.</summary>
    Log,

    /// <summary>ln(1 + x), right in relative terms near 0.</summary>
    LogOnePlus,

    /// <summary>sin x, one element at a time.</summary>
    Sin,

    /// <summary>cos x, one element at a time.</summary>
    Cos,

    /// <summary>tanh x.</summary>
    Tanh,

    /// <summary>1 / (1 + e^-x), right in relative terms in both tails.</summary>
    Sigmoid,

    /// <summary>ln(1 + e^x), right in relative terms in both tails.</summary>
    Softplus,

    /// <summary>x^n for a whole number n.</summary>
    Power,

    /// <summary>a + b.</summary>
    Add,

    /// <summary>a - b.</summary>
    Subtract,

    /// <summary>a b.</summary>
    Multiply,

    /// <summary>a / b.</summary>
    Divide,

    /// <summary>The greater of a and b; NaN propagates.</summary>
    Max,

    /// <summary>The lesser of a and b; NaN propagates.</summary>
    Min,

    /// <summary>a b + c, with one rounding where the hardware has it.</summary>
    MultiplyAdd,

    /// <summary>a &gt; 0 ? b : c.</summary>
    Select,
}
