using Flow.Symbolic.Expressions;

namespace Flow.Backends.Plans.Lowering;

/// <summary>
/// Joins a product to the elementwise code that alone reads it, where the code is a ReLU, its derivative or a mask, so
/// that the product is finished in registers and never stored.
/// </summary>
internal static class ProductFusion
{
    /// <summary>The phases with products and code joined.</summary>
    public static List<PlanPhase> Fuse(IReadOnlyList<PlanPhase> phases)
    {
        var readers = phases.SelectMany(static phase => phase.Samples)
            .SelectMany(static operation => operation.Reads.Distinct())
            .CountBy(static slot => slot).ToDictionary();
        return [.. phases.Select(phase => phase with { Samples = Fuse(phase.Samples, readers) })];
    }

    private static List<SampleOp> Fuse(IReadOnlyList<SampleOp> operations, Dictionary<int, int> readers)
    {
        var products = operations.OfType<MultiplyOp>().Where(product => readers.GetValueOrDefault(product.Destination) == 1)
            .ToDictionary(static product => product.Destination);
        var fused = new Dictionary<SampleOp, MultiplyOp>(ReferenceEqualityComparer.Instance);
        foreach (var operation in operations.OfType<CodeOp>())
        {
            var product = operation.Reads.Select(slot => products.GetValueOrDefault(slot)).FirstOrDefault(p => p is not null);
            if (product is not null && Join(product, operation.Code) is { } joined)
            {
                fused.Add(operation, joined);
                fused.Add(product, joined);
            }
        }

        return
        [
            .. operations.Where(operation => operation is not MultiplyOp || !fused.ContainsKey(operation))
                .Select(operation => fused.GetValueOrDefault(operation) ?? operation),
        ];
    }

    /// <summary>The product with its code as its finish; null where the code is anything else.</summary>
    private static MultiplyOp? Join(MultiplyOp product, ElementwiseCode code)
    {
        if (code.Stores.Count != 1 || code.Sums.Count != 0 || code.Steps.Count is 0 or > 2
            || code.Stores[0].Register != new CodeRegister(false, code.Steps.Count - 1)
            || code.Inputs.Any(static input => input.Kind != CodeInputKind.Samples))
        {
            return null;
        }

        var own = new CodeRegister(true, code.Inputs.FindIndex(input => input.Slot == product.Destination));
        var other = code.Inputs.FindIndex(input => input.Slot != product.Destination);
        var result = product with { Destination = code.Stores[0].Slot };
        return IsRelu(code, own) ? result with { Finish = ProductFinish.Relu }
            : other < 0 || code.Inputs.Count != 2 ? null
            : IsGate(code, own, new(true, other))
                ? result with { Finish = ProductFinish.Gate, Mask = code.Inputs[other].Slot }
            : IsMask(code, own, new(true, other))
                ? result with { Finish = ProductFinish.Mask, Mask = code.Inputs[other].Slot }
            : null;
    }

    private static bool IsRelu(ElementwiseCode code, CodeRegister own) => code.Inputs.Count == 1
        && code.Steps is [{ Opcode: CodeOpcode.Constant, Number.IsZero: true }, var last]
        && last is { Opcode: CodeOpcode.Function, Function: Primitive.Max }
        && Pairs(last, own, new(false, 0));

    private static bool IsGate(ElementwiseCode code, CodeRegister own, CodeRegister mask) =>
        code.Steps is [{ Opcode: CodeOpcode.Function, Function: Primitive.Step } step, var last]
        && step.A == mask && last.Opcode == CodeOpcode.Multiply && Pairs(last, own, new(false, 0));

    private static bool IsMask(ElementwiseCode code, CodeRegister own, CodeRegister mask) =>
        code.Steps is [{ Opcode: CodeOpcode.Multiply } only] && Pairs(only, own, mask);

    private static bool Pairs(CodeStep step, CodeRegister a, CodeRegister b) =>
        (step.A == a && step.B == b) || (step.A == b && step.B == a);
}
