using System.Collections.Immutable;
using Flow.Symbolic.Expressions;

namespace Flow.Backends.Plans.Lowering;

/// <summary>
/// Elementwise code that only finishes products: max(0, p), or p_1 + p_2 + ... with a gate or a mask.
/// </summary>
/// <param name="Products">The slots of the products, different from one another.</param>
/// <param name="Finish">What becomes of each of them.</param>
/// <param name="Mask">The slot of the gate or mask; -1 where there is none.</param>
internal sealed record FinishPattern(ImmutableArray<int> Products, ProductFinish Finish, int Mask)
{
    /// <summary>Reads the pattern off code; null where the code does anything else.</summary>
    /// <param name="code">The code.</param>
    /// <param name="isProduct">Whether a slot holds a product that nothing else reads.</param>
    public static FinishPattern? Match(ElementwiseCode code, Func<int, bool> isProduct)
    {
        if (code.Stores.Count != 1 || code.Sums.Count != 0 || code.Steps.Count == 0
            || code.Inputs.Any(static input => input.Kind != CodeInputKind.Samples)
            || code.Stores[0].Register != new CodeRegister(false, code.Steps.Count - 1))
        {
            return null;
        }

        var reader = new Reader(code, isProduct);
        var pattern = reader.Root(code.Steps[^1]);
        return pattern is not null && reader.UsesEverything
            && pattern.Products.Distinct().Count() == pattern.Products.Length
            && !pattern.Products.Contains(pattern.Mask)
            ? pattern
            : null;
    }

    private sealed class Reader(ElementwiseCode code, Func<int, bool> isProduct)
    {
        private int _usedSteps;

        public bool UsesEverything => _usedSteps == code.Steps.Count;

        public FinishPattern? Root(CodeStep step)
        {
            _usedSteps++;
            return step.Opcode switch
            {
                CodeOpcode.Function when step.Function == Primitive.Max => Relu(step.A, step.B) ?? Relu(step.B, step.A),
                CodeOpcode.Multiply => Factor(step.A, step.B) ?? Factor(step.B, step.A),
                CodeOpcode.Add => Terms(step.A) is { } a && Terms(step.B) is { } b
                    ? new([.. a, .. b], ProductFinish.None, -1)
                    : null,
                _ => null,
            };
        }

        private FinishPattern? Relu(CodeRegister value, CodeRegister bound)
        {
            if (!value.IsInput || bound.IsInput || !isProduct(Slot(value))
                || code.Steps[bound.Index] is not { Opcode: CodeOpcode.Constant, Number.IsZero: true })
            {
                return null;
            }

            _usedSteps++;
            return new([Slot(value)], ProductFinish.Relu, -1);
        }

        private FinishPattern? Factor(CodeRegister factor, CodeRegister sum)
        {
            var before = _usedSteps;
            if (MaskOf(factor) is { } mask && Terms(sum) is { } terms)
            {
                return new(terms, mask.Finish, mask.Slot);
            }

            _usedSteps = before;
            return null;
        }

        private (ProductFinish Finish, int Slot)? MaskOf(CodeRegister factor)
        {
            if (factor.IsInput)
            {
                return (ProductFinish.Mask, Slot(factor));
            }

            var step = code.Steps[factor.Index];
            if (step is not { Opcode: CodeOpcode.Function, Function: Primitive.Step } || !step.A.IsInput)
            {
                return null;
            }

            _usedSteps++;
            return (ProductFinish.Gate, Slot(step.A));
        }

        private ImmutableArray<int>? Terms(CodeRegister register)
        {
            if (register.IsInput)
            {
                return isProduct(Slot(register)) ? [Slot(register)] : null;
            }

            var step = code.Steps[register.Index];
            if (step.Opcode != CodeOpcode.Add || Terms(step.A) is not { } a || Terms(step.B) is not { } b)
            {
                return null;
            }

            _usedSteps++;
            return [.. a, .. b];
        }

        private int Slot(CodeRegister input) => code.Inputs[input.Index].Slot;
    }
}
