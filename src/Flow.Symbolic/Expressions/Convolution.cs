using System.Collections.Immutable;
using Flow.Symbolic.Shapes;

namespace Flow.Symbolic.Expressions;

/// <summary>
/// A convolution and its two adjoints. All three are slots of one trilinear form
/// T(X, K, Z) = sum_{n,q,t,i,o} X_{n,p(q,t),i} K_{o,t,i} Z_{n,q,o}, where p(q,t) is the pixel at position t of window
/// q: the convolution is dT/dZ, the back-projection of data dT/dX, the gradient of the kernel dT/dK. The derivative of
/// each in one of its operands is another of the three, so that there are derivatives of any order. The kernel is not
/// flipped (cross-correlation), as in PyTorch.
/// </summary>
public sealed class Convolution : Expr
{
    private Convolution(ConvolutionForm form, ConvolutionRole role, ImmutableArray<Expr> operands, Shape shape)
        : base(
            shape,
            operands,
            Expressions.Fingerprint.Start("convolution").Add((ulong)role).Add(form.Windows.ToString())
                .Add(form.Rows.Name).Add(form.Columns.Name).Add(operands.AsSpan()).Value) =>
        (Form, Role) = (form, role);

    /// <summary>The geometry.</summary>
    public ConvolutionForm Form { get; }

    /// <summary>The slot that is computed; the operands are the other two, in the order of the roles.</summary>
    public ConvolutionRole Role { get; }

    /// <summary>Z_{nqo} = sum_{t,i} X_{n,p(q,t),i} K_{oti}.</summary>
    /// <param name="form">The geometry.</param>
    /// <param name="image">X, samples x pixels x input channels.</param>
    /// <param name="kernel">K, output channels x rows x columns x input channels.</param>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public static Expr Of(ConvolutionForm form, Expr image, Expr kernel) =>
        Of(form, ConvolutionRole.Output, [image, kernel]);

    /// <summary>One slot of the trilinear form; scalar factors of the operands are put in front.</summary>
    /// <param name="form">The geometry.</param>
    /// <param name="role">The slot that is computed.</param>
    /// <param name="operands">The tensors in the other two slots, in the order of the roles.</param>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public static Expr Of(ConvolutionForm form, ConvolutionRole role, ImmutableArray<Expr> operands)
    {
        var shape = ShapeOf(form, role, operands);
        if (operands.Any(Constant.IsZero))
        {
            return Constant.Of(0, shape);
        }

        var (first, second) = (ScalarPart.Split(operands[0]), ScalarPart.Split(operands[1]));
        return ScalarPart.Times(
            Algebra.Multiply(first.Scalar, second.Scalar),
            ExpressionTable.Intern(new Convolution(form, role, [first.Tensor, second.Tensor], shape)));
    }

    /// <summary>The cotangent of an operand: the same form with the cotangent of the node in the node's slot.</summary>
    /// <param name="operand">The position of the operand.</param>
    /// <param name="cotangent">The cotangent of the node.</param>
    public Expr Adjoint(int operand, Expr cotangent)
    {
        var sought = RoleOf(Role, operand);
        var slots = new Dictionary<ConvolutionRole, Expr>
        {
            [Role] = cotangent,
            [RoleOf(Role, 1 - operand)] = Operands[1 - operand],
        };
        return Of(Form, sought, [.. Others(sought).Select(role => slots[role])]);
    }

    /// <inheritdoc />
    public override Expr WithOperands(ImmutableArray<Expr> operands) => Of(Form, Role, operands);

    private protected override bool SamePayload(Expr other) =>
        other is Convolution convolution && convolution.Role == Role && convolution.Form == Form;

    private static ConvolutionRole RoleOf(ConvolutionRole computed, int operand) => Others(computed)[operand];

    private static ImmutableArray<ConvolutionRole> Others(ConvolutionRole role) => role switch
    {
        ConvolutionRole.Input => [ConvolutionRole.Kernel, ConvolutionRole.Output],
        ConvolutionRole.Kernel => [ConvolutionRole.Input, ConvolutionRole.Output],
        _ => [ConvolutionRole.Input, ConvolutionRole.Kernel],
    };

    /// <summary>The dimensions of each tensor as letters; equal letters are one dimension.</summary>
    private static string Letters(ConvolutionRole role) => role switch
    {
        ConvolutionRole.Input => "npi",
        ConvolutionRole.Kernel => "orci",
        _ => "nqo",
    };

    private static Shape ShapeOf(ConvolutionForm form, ConvolutionRole role, ImmutableArray<Expr> operands)
    {
        var known = new Dictionary<char, Dimension>
        {
            ['p'] = form.Windows.Input.Pixels,
            ['q'] = form.Windows.Output.Pixels,
            ['r'] = form.Rows,
            ['c'] = form.Columns,
        };
        foreach (var (other, operand) in Others(role).Zip(operands))
        {
            var letters = Letters(other);
            var dimensions = operand.Shape.Dimensions;
            if (dimensions.Length != letters.Length
                || letters.Zip(dimensions).Any(p => !known.TryAdd(p.First, p.Second) && known[p.First] != p.Second))
            {
                throw new ShapeException(
                    $"{operands[0].Shape} and {operands[1].Shape} do not fit a convolution over {form.Windows}; it "
                    + $"ties samples x {form.Windows.Input.Pixels} x channels, channels x {form.Rows} x "
                    + $"{form.Columns} x channels and samples x {form.Windows.Output.Pixels} x channels.");
            }
        }

        return new([.. Letters(role).Select(letter => known[letter])]);
    }
}
