namespace Flow.Symbolic.Expressions;

/// <summary>The three tensors that a convolution ties together, in the order in which they are operands.</summary>
public enum ConvolutionRole
{
    /// <summary>The image X, samples x pixels x input channels.</summary>
    Input,

    /// <summary>The kernel K, output channels x rows x columns x input channels.</summary>
    Kernel,

    /// <summary>The convolved image Z, samples x windows x output channels.</summary>
    Output,
}
