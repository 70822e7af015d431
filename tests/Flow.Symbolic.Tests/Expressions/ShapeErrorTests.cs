using Flow.Symbolic.Differentiation;
using Flow.Symbolic.Expressions;
using Flow.Symbolic.Functions;
using Flow.Symbolic.Shapes;

namespace Flow.Symbolic.Tests.Expressions;

public class ShapeErrorTests
{
    private static readonly Dimension N = new("N");
    private static readonly Dimension D = new("d");
    private static readonly Variable X = Variable.Of("X", Shape.Of(N, D));
    private static readonly Variable W = Variable.Of("W", Shape.Of(D, N));
    private static readonly Variable S = Variable.Of("s");

    public static TheoryData<string, string> Cases => new()
    {
        { "sum", "Cannot add [N x d] and [d x N]; the terms of a sum must have one shape." },
        { "scale", "[N x d] * [d x N] is ambiguous; use Hadamard, MatrixProduct, Inner or Outer for two tensors." },
        { "hadamard", "Dimension d of [d x N] meets N; factors that share an index must agree in its dimension." },
        { "indices", "A factor of shape [N x d] carries 1 indices; it needs one for each dimension." },
        { "operands", "'ij,jk->ik' does not fit 1 operands; write one group of letters each, then '->'." },
        { "missing", "Index k of 'ij->k' is carried by no operand." },
        { "max", "Max of [N x d] and [d x N]; both operands must have one shape." },
        { "arity", "Exp takes 1 operands, not 2." },
        { "apply", "tanh takes 1 arguments, not 2." },
        { "rows", "Softmax and log-sum-exp need a dimension to run over; the operand is a scalar." },
        { "gradient", "A gradient is of a scalar, not of [N x d]; give a cotangent instead." },
        { "tangent", "The tangent has shape [d x N]; its node has [N x d]." },
        { "degrees", "f has 1 arguments but 0 degrees." },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Misfits_name_both_shapes_and_the_remedy(string which, string message)
    {
        Action build = which switch
        {
            "sum" => static () => Sum.Of(X, W),
            "scale" => static () => Algebra.Scale(X, W),
            "hadamard" => static () => Algebra.Hadamard(X, W),
            "indices" => static () => Algebra.Einstein("i->i", X),
            "operands" => static () => Algebra.Einstein("ij,jk->ik", X),
            "missing" => static () => Algebra.Einstein("ij->k", X),
            "max" => static () => Elementwise.Of(Primitive.Max, X, W),
            "arity" => static () => Elementwise.Of(Primitive.Exp, X, X),
            "apply" => static () => Apply.Of(ScalarFunctionCatalog.Parse("tanh"), X, X),
            "rows" => static () => RowFunction.Softmax(S),
            "gradient" => static () => Gradient.Of(X, X),
            "tangent" => static () => _ = new JacobianVectorProduct([new(X, W)]),
            _ => static () => OpaqueFunction.Of("f", X.Shape, [W], []),
        };
        Assert.Equal(message, Assert.Throws<ShapeException>(build).Message);
    }

    [Fact]
    public void Zero_to_a_negative_power_is_refused()
    {
        Assert.Throws<DivideByZeroException>(static () => Power.Of(0, -1));
        Assert.Throws<DivideByZeroException>(static () => Power.Of(0, new Rational(-1, 2)));
    }

    [Fact]
    public void Products_that_share_an_index_of_two_dimensions_are_refused() =>
        Assert.Throws<ShapeException>(static () => Algebra.MatrixProduct(X, X));
}
