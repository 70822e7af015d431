using System.Collections.Immutable;
using Flow.Symbolic.Expressions;

namespace Flow.Backends.Plans.Lowering;

/// <summary>
/// Elementwise code that only finishes products: max(0, p), or c_1 p_1 + c_2 p_2 + ... with a gate or a mask.
/// </summary>
/// <param name="Products">The slots of the products p_i, different from one another, with their constants c_i.</param>
/// <param name="Finish">What becomes of each of them.</param>
/// <param name="Mask">The slot of the gate or mask; -1 where there is none.</param>
internal sealed record FinishPattern(
    ImmutableArray<(int Slot, Rational Scale)> Products, ProductFinish Finish, int Mask)
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
            && pattern.Products.DistinctBy(static term => term.Slot).Count() == pattern.Products.Length
            && pattern.Products.All(term => term.Slot != pattern.Mask)
            ? pattern
            : null;
    }

    private sealed class Reader(ElementwiseCode code, Func<int, bool> isProduct)
    {
        private readonly HashSet<int> _used = [];

        public bool UsesEverything => _used.Count == code.Steps.Count;

        public FinishPattern? Root(CodeStep step)
        {
            _used.Add(code.Steps.Count - 1);
            return step.Opcode switch
            {
                CodeOpcode.Function when step.Function == Primitive.Max => Relu(step.A, step.B) ?? Relu(step.B, step.A),
                CodeOpcode.Multiply => Factor(step.A, step.B) ?? Factor(step.B, step.A) ?? Sum(step),
                CodeOpcode.Add or CodeOpcode.Subtract => Sum(step),
                _ => null,
            };
        }

        private FinishPattern? Relu(CodeRegister value, CodeRegister bound)
        {
            if (!value.IsInput || !isProduct(Slot(value)) || ConstantOf(bound) is not { IsZero: true })
            {
                return null;
            }

            _used.Add(bound.Index);
            return new([(Slot(value), Rational.One)], ProductFinish.Relu, -1);
        }

        private FinishPattern? Factor(CodeRegister factor, CodeRegister sum)
        {
            var before = _used.ToArray();
            if (MaskOf(factor) is { } mask && Terms(sum, Rational.One) is { } terms)
            {
                return new(terms, mask.Finish, mask.Slot);
            }

            _used.IntersectWith(before);
            return null;
        }

        private FinishPattern? Sum(CodeStep step) =>
            TermsOf(step, Rational.One) is { } terms ? new(terms, ProductFinish.None, -1) : null;

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

            _used.Add(factor.Index);
            return (ProductFinish.Gate, Slot(step.A));
        }

        private ImmutableArray<(int Slot, Rational Scale)>? Terms(CodeRegister register, Rational scale)
        {
            if (register.IsInput)
            {
                return isProduct(Slot(register)) ? [(Slot(register), scale)] : null;
            }

            _used.Add(register.Index);
            return TermsOf(code.Steps[register.Index], scale);
        }

        private ImmutableArray<(int Slot, Rational Scale)>? TermsOf(CodeStep step, Rational scale) => step.Opcode switch
        {
            CodeOpcode.Add => Both(Terms(step.A, scale), Terms(step.B, scale)),
            CodeOpcode.Subtract => Both(Terms(step.A, scale), Terms(step.B, -scale)),
            CodeOpcode.Multiply => Scaled(step.A, step.B, scale) ?? Scaled(step.B, step.A, scale),
            _ => null,
        };

        private ImmutableArray<(int Slot, Rational Scale)>? Scaled(
            CodeRegister constant, CodeRegister sum, Rational scale)
        {
            if (ConstantOf(constant) is not { } number)
            {
                return null;
            }

            _used.Add(constant.Index);
            return Terms(sum, scale * number);
        }

        private static ImmutableArray<(int Slot, Rational Scale)>? Both(
            ImmutableArray<(int Slot, Rational Scale)>? a, ImmutableArray<(int Slot, Rational Scale)>? b) =>
            a is { } first && b is { } second ? [.. first, .. second] : null;

        private Rational? ConstantOf(CodeRegister register) =>
            !register.IsInput && code.Steps[register.Index] is { Opcode: CodeOpcode.Constant, Number: var number }
                ? number
                : null;

        private int Slot(CodeRegister input) => code.Inputs[input.Index].Slot;
    }
}
