using Flow.Symbolic.Expressions;
using Flow.Symbolic.Shapes;

namespace Flow.Symbolic.Differentiation;

/// <summary>The elementwise derivative of each elementwise node in one of its operands.</summary>
internal static class Partials
{
    /// <summary>The derivative, of the node's shape; null where the node is not elementwise.</summary>
    public static Expr? Of(Expr node, int operand) => node switch
    {
        Power power => Algebra.Scale(power.Exponent, Power.Of(power.Base, power.Exponent - 1)),
        Elementwise elementwise => OfElementwise(elementwise, operand),
        Apply apply => Apply.Of(
            apply.Function, apply.Orders.SetItem(operand, apply.Orders[operand] + 1), apply.Operands),
        _ => null,
    };

    private static Expr OfElementwise(Elementwise node, int operand)
    {
        var z = node.Operands[0];
        var one = Constant.Of(1, node.Shape);
        return node.Function switch
        {
            Primitive.Exp => node,
            Primitive.Log => Power.Of(z, -1),
            Primitive.Sin => Elementwise.Of(Primitive.Cos, z),
            Primitive.Cos => -Elementwise.Of(Primitive.Sin, z),
            Primitive.Tanh => one - Algebra.Hadamard(node, node),
            Primitive.Sigmoid => Algebra.Hadamard(node, one - node),
            Primitive.Softplus => Elementwise.Of(Primitive.Sigmoid, z),
            Primitive.Abs => Elementwise.Of(Primitive.Sign, z),
            Primitive.Sign or Primitive.Step => Constant.Of(0, node.Shape),
            Primitive.Max => Switch(node.Operands[0] - node.Operands[1], operand),
            Primitive.Min => Switch(node.Operands[1] - node.Operands[0], operand),
            _ => throw new ShapeException($"{node.Function} has no derivative rule."),
        };
    }

    /// <summary>At a tie the second operand counts, so that the derivative of max(z, 0) at 0 is 0.</summary>
    private static Expr Switch(Expr difference, int operand)
    {
        var first = Elementwise.Of(Primitive.Step, difference);
        return operand == 0 ? first : Constant.Of(1, first.Shape) - first;
    }
}
