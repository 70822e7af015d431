using Flow.Symbolic.Expressions;

namespace Flow.Symbolic.Tests.Functions;

/// <summary>Writes a scalar expression in the language of the parser, fully bracketed.</summary>
internal static class InfixText
{
    public static string Of(Expr expression) => expression switch
    {
        Variable variable => variable.Name,
        Constant constant => $"({constant.Value})",
        Sum sum => $"({string.Join(" + ", sum.Operands.Select(Of))})",
        Power power => $"({Of(power.Base)})^({power.Exponent})",
        Product product => $"(({product.Coefficient})*{string.Join("*", product.Scalars.Select(Of))})",
        Elementwise { Function: Primitive.Sign } => throw new InvalidOperationException("sign is not in the language"),
        Elementwise node =>
            $"{node.Function.ToString().ToLowerInvariant()}({string.Join(", ", node.Operands.Select(Of))})",
        _ => throw new InvalidOperationException($"{expression.GetType().Name} is not in the language"),
    };
}
