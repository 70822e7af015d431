using Flow.Backends.Cpu.Elementwise;
using Flow.Backends.Plans;
using Flow.Backends.Plans.Lowering;
using Flow.Symbolic.Expressions;

namespace Flow.Backends.Cpu.Execution;

/// <summary>Translates elementwise code to a program of the kernel library.</summary>
internal static class CodeTranslation
{
    /// <summary>The program; input and scalar slots are the positions of the code's inputs.</summary>
    public static ElementwiseProgram Translate(ElementwiseCode code)
    {
        var builder = new ElementwiseProgramBuilder();
        var inputs = code.Inputs.Select((input, slot) => input.Kind switch
        {
            CodeInputKind.Samples => builder.Matrix(slot),
            CodeInputKind.Row => builder.RowVector(slot),
            _ => builder.Scalar(slot),
        }).ToList();
        var steps = new List<ElementwiseValue>();
        ElementwiseValue Value(CodeRegister register) => (register.IsInput ? inputs : steps)[register.Index];
        foreach (var step in code.Steps)
        {
            steps.Add(Translate(builder, step, Value));
        }

        for (var i = 0; i < code.Stores.Count; i++)
        {
            builder.Output(Value(code.Stores[i].Register), i);
        }

        for (var i = 0; i < code.Sums.Count; i++)
        {
            builder.Sum(Value(code.Sums[i].Register), i);
        }

        return builder.Build();
    }

    private static ElementwiseValue Translate(
        ElementwiseProgramBuilder builder, CodeStep step, Func<CodeRegister, ElementwiseValue> value) =>
        step.Opcode switch
        {
            CodeOpcode.Add => builder.Apply(ElementwiseOperation.Add, value(step.A), value(step.B)),
            CodeOpcode.Subtract => builder.Apply(ElementwiseOperation.Subtract, value(step.A), value(step.B)),
            CodeOpcode.Multiply => builder.Apply(ElementwiseOperation.Multiply, value(step.A), value(step.B)),
            CodeOpcode.Constant => builder.Constant(step.Number.ToDouble()),
            CodeOpcode.Power => Power(builder, value(step.A), step.Number),
            _ when step.Function is Primitive.Max or Primitive.Min =>
                builder.Apply(OperationOf(step.Function), value(step.A), value(step.B)),
            _ => builder.Apply(OperationOf(step.Function), value(step.A)),
        };

    private static ElementwiseValue Power(ElementwiseProgramBuilder builder, ElementwiseValue a, Rational exponent)
    {
        if (exponent.IsInteger)
        {
            return builder.Power(a, (int)exponent.Numerator);
        }

        if (Rational.Abs(exponent) == new Rational(1, 2))
        {
            var root = builder.Apply(ElementwiseOperation.Sqrt, a);
            return exponent.Sign > 0 ? root : builder.Apply(ElementwiseOperation.Reciprocal, root);
        }

        var logarithm = builder.Apply(ElementwiseOperation.Log, a);
        var scaled = builder.Apply(ElementwiseOperation.Multiply, builder.Constant(exponent.ToDouble()), logarithm);
        return builder.Apply(ElementwiseOperation.Exp, scaled);
    }

    private static ElementwiseOperation OperationOf(Primitive function) => function switch
    {
        Primitive.Exp => ElementwiseOperation.Exp,
        Primitive.Log => ElementwiseOperation.Log,
        Primitive.Sin => ElementwiseOperation.Sin,
        Primitive.Cos => ElementwiseOperation.Cos,
        Primitive.Tanh => ElementwiseOperation.Tanh,
        Primitive.Sigmoid => ElementwiseOperation.Sigmoid,
        Primitive.Softplus => ElementwiseOperation.Softplus,
        Primitive.Abs => ElementwiseOperation.Abs,
        Primitive.Sign => ElementwiseOperation.Sign,
        Primitive.Step => ElementwiseOperation.Step,
        Primitive.Max => ElementwiseOperation.Max,
        Primitive.Min => ElementwiseOperation.Min,
        _ => throw new PlanException($"The cpu backend has no kernel for {function}."),
    };
}
