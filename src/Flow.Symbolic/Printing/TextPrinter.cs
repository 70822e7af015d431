using Flow.Symbolic.Expressions;

namespace Flow.Symbolic.Printing;

/// <summary>tmp</summary>
public static class TextPrinter
{
    /// <summary>tmp</summary>
    public static string Print(Expr e) => e switch
    {
        Variable v => v.Name,
        Constant c => c.Shape.IsScalar ? c.Value.ToString() : $"{c.Value}{c.Shape}",
        DimensionSize d => d.Dimension.Name,
        Sum s => "(" + string.Join(" + ", s.Operands) + ")",
        Power p => $"{p.Base}^({p.Exponent})",
        Product p => $"{p.Coefficient}" + string.Concat(p.Scalars.Select(x => $"*{x}")) + (p.Tensors.IsEmpty ? "" : $"*<{string.Join(";", p.Tensors.Select(t => t.Value + "_" + string.Join(",", t.Indices)))}->{p.Shape.Rank}>"),
        Elementwise w => $"{w.Function}({string.Join(", ", w.Operands)})",
        Apply a => $"{a.Function.Symbol}{string.Join("", a.Orders)}({string.Join(", ", a.Operands)})",
        OpaqueFunction f => f.Name,
        OpaqueJacobian j => $"d{j.Function.Name}/d{j.Function.Operands[j.Argument]}",
        RowFunction r => (r.IsSoftmax ? "softmax" : "lse") + $"({r.Operands[0]})",
        _ => "?",
    };
}
