using System.Collections.Immutable;
using Flow.Symbolic.Shapes;

namespace Flow.Symbolic.Expressions;

/// <summary>A named input: a parameter, a datum or a scalar such as lambda.</summary>
public sealed class Variable : Expr
{
    private Variable(string name, Shape shape)
        : base(shape, [], Hash(name, shape)) => Name = name;

    /// <summary>The name; a part after an underscore is a subscript (V_1), Greek letters are spelled (rho).</summary>
    public string Name { get; }

    /// <summary>Makes a variable.</summary>
    /// <param name="name">The name.</param>
    /// <param name="shape">The shape; a scalar where absent.</param>
    public static Variable Of(string name, Shape? shape = null) =>
        ExpressionTable.Intern(new Variable(name, shape ?? Shape.Scalar));

    /// <inheritdoc />
    public override Expr WithOperands(ImmutableArray<Expr> operands) => this;

    private protected override bool SamePayload(Expr other) => ((Variable)other).Name == Name;

    private static ulong Hash(string name, Shape shape)
    {
        var hash = Expressions.Fingerprint.Start("variable").Add(name);
        foreach (var dimension in shape.Dimensions)
        {
            hash = hash.Add(dimension.Name);
        }

        return hash.Value;
    }
}
