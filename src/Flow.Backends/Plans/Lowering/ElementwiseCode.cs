using Flow.Symbolic.Expressions;

namespace Flow.Backends.Plans.Lowering;

/// <summary>A fused chain of elementwise operations over samples x width.</summary>
/// <param name="width">The number of columns.</param>
internal sealed class ElementwiseCode(int width)
{
    private readonly Dictionary<Expr, CodeRegister> _registers = new(ReferenceEqualityComparer.Instance);

    /// <summary>The number of columns.</summary>
    public int Width => width;

    /// <summary>The inputs.</summary>
    public List<CodeInput> Inputs { get; } = [];

    /// <summary>The steps in order.</summary>
    public List<CodeStep> Steps { get; } = [];

    /// <summary>The values stored.</summary>
    public List<CodeResult> Stores { get; } = [];

    /// <summary>The values summed over all elements, in float64.</summary>
    public List<CodeResult> Sums { get; } = [];

    /// <summary>The registers that already hold nodes.</summary>
    public bool TryGet(Expr node, out CodeRegister register) => _registers.TryGetValue(node, out register);

    /// <summary>Remembers the register of a node.</summary>
    public CodeRegister Remember(Expr node, CodeRegister register)
    {
        _registers[node] = register;
        return register;
    }

    /// <summary>The register of an input.</summary>
    public CodeRegister Input(CodeInputKind kind, int slot)
    {
        var input = new CodeInput(kind, slot);
        var position = Inputs.IndexOf(input);
        if (position < 0)
        {
            position = Inputs.Count;
            Inputs.Add(input);
        }

        return new(true, position);
    }

    /// <summary>Appends a step.</summary>
    public CodeRegister Step(
        CodeOpcode opcode, CodeRegister a, CodeRegister b, Primitive function = default, Rational number = default)
    {
        Steps.Add(new(opcode, a, b, function, number));
        return new(false, Steps.Count - 1);
    }
}
