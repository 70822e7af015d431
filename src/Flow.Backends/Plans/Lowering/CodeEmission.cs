using Flow.Symbolic.Expressions;

namespace Flow.Backends.Plans.Lowering;

/// <summary>Writes elementwise code whose leaves are all computed.</summary>
internal sealed class CodeEmission(SampleLowering lowering, ElementwiseCode code)
{
    /// <summary>Stores a value to a new slot.</summary>
    public int Store(Expr node)
    {
        var register = Register(node);
        return lowering.KnownSlot(node) ?? Keep(node, register);
    }

    /// <summary>Adds the sum of all elements of a product to an accumulator.</summary>
    public void Sum(Product product, int accumulator)
    {
        var register = Multiply(product.Tensors.Select(factor => Register(factor.Value)));
        code.Sums.Add(new(register, accumulator));
    }

    private int Keep(Expr node, CodeRegister register)
    {
        var slot = lowering.NewSlotFor(node);
        code.Stores.Add(new(register, slot));
        return slot;
    }

    private CodeRegister Register(Expr node)
    {
        if (code.TryGet(node, out var register))
        {
            return register;
        }

        if (lowering.KnownSlot(node) is { } slot)
        {
            // A slot that this code itself stores to, known under another shape, has no value yet when code starts.
            var own = code.Stores.FindIndex(store => store.Slot == slot);
            return code.Remember(
                node, own >= 0 ? code.Stores[own].Register : code.Input(CodeInputKind.Samples, slot));
        }

        register = code.Remember(node, Compute(node));
        if (lowering.IsShared(node))
        {
            Keep(node, register);
        }

        return register;
    }

    private CodeRegister Compute(Expr node)
    {
        lowering.CountFlops(code.Width);
        return node switch
        {
            Constant constant => code.Step(CodeOpcode.Constant, default, default, number: constant.Value),
            Sum sum => OfSum(sum),
            Product product => OfProduct(product),
            Power power => code.Step(CodeOpcode.Power, Register(power.Base), default, number: power.Exponent),
            Elementwise { Operands.Length: 2 } pair => code.Step(
                CodeOpcode.Function, Register(pair.Operands[0]), Register(pair.Operands[1]), pair.Function),
            Elementwise single =>
                code.Step(CodeOpcode.Function, Register(single.Operands[0]), default, single.Function),
            _ => throw new PlanException($"{node} is not elementwise."),
        };
    }

    /// <summary>Terms with coefficient -1 are subtracted; a positive term comes first where there is one.</summary>
    private CodeRegister OfSum(Sum sum)
    {
        var terms = sum.Operands.OrderBy(static term => IsNegated(term)).ToList();
        var result = Register(terms[0]);
        foreach (var term in terms.Skip(1))
        {
            result = IsNegated(term)
                ? code.Step(CodeOpcode.Subtract, result, Register(-term))
                : code.Step(CodeOpcode.Add, result, Register(term));
        }

        return result;
    }

    private static bool IsNegated(Expr term) => Product.SplitCoefficient(term).Coefficient.Sign < 0;

    private CodeRegister OfProduct(Product product)
    {
        IEnumerable<CodeRegister> tensors;
        if (GraphNormalization.IsElementwise(product) || SampleLowering.IsRowwise(product))
        {
            tensors = product.Tensors.Select(factor => factor.Indices.Length == product.Shape.Rank
                ? Register(factor.Value)
                : code.Input(CodeInputKind.Row, lowering.Host.Tensor(factor.Value)));
        }
        else
        {
            tensors = [Register(GraphNormalization.Core(product))];
        }

        var scalars = product.Scalars.Select(s => code.Input(CodeInputKind.Scalar, lowering.Host.Scalar(s)));
        var coefficient = product.Coefficient.IsOne
            ? Enumerable.Empty<CodeRegister>()
            : [code.Step(CodeOpcode.Constant, default, default, number: product.Coefficient)];
        return Multiply([.. tensors, .. scalars, .. coefficient]);
    }

    private CodeRegister Multiply(params IEnumerable<CodeRegister> factors) =>
        factors.ToList().Aggregate((a, b) => code.Step(CodeOpcode.Multiply, a, b));
}
