using System.Collections.Immutable;
using Flow.Symbolic.Expressions;
using Flow.Symbolic.Functions;
using Flow.Symbolic.Shapes;
using Flow.Symbolic.Verification;

namespace Flow.Symbolic.Tests.Verification;

public class ExpressionVerifierTests
{
    private static readonly Dimension N = new("N");
    private static readonly Dimension D = new("d");
    private static readonly Variable X = Variable.Of("X", Shape.Of(N, D));
    private static readonly Variable W = Variable.Of("W", Shape.Of(D, N));
    private static readonly Variable A = Variable.Of("a");

    [Fact]
    public void Legal_graphs_have_no_violations()
    {
        var norm = Algebra.SquaredNorm(Algebra.MatrixProduct(X, W));
        var rows = A * Algebra.SumOver(RowFunction.LogSumExp(X));
        Assert.Empty(ExpressionVerifier.Verify([norm + rows], true, [X, W, A]));
    }

    public static TheoryData<string, string> Illegal => new()
    {
        { "dimension", "carries indices [1,0] of [N x d]" },
        { "range", "carries indices [0,7] of [N x d]" },
        { "shape", "the leading indices run over [N x d], the shape is [d x N]" },
        { "scalar", "the scalar factor X [N x d] has a shape" },
        { "unused", "index 2 over d is summed, but no factor carries it" },
        { "order", "it is not in canonical form" },
        { "constant", "it is not in canonical form" },
        { "closed", "it is not in canonical form" },
        { "body", "the body of f contains b, which is no parameter of it" },
    };

    [Theory]
    [MemberData(nameof(Illegal))]
    public void Illegal_nodes_are_named_with_the_rule_they_break(string which, string problem)
    {
        var violation = Assert.Single(ExpressionVerifier.Verify([Build(which)]));
        Assert.Contains(problem, violation.Problem, StringComparison.Ordinal);
        Assert.Contains(violation.Text, violation.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Opaque_nodes_are_refused_in_concrete_graphs_only()
    {
        var f = OpaqueFunction.Of("f", Shape.Of(N), [X], [null]);
        var graph = Algebra.Einstein("nij,n->ij", OpaqueJacobian.Of(f, 0), f);
        Assert.Empty(ExpressionVerifier.Verify([graph]));
        var violations = ExpressionVerifier.Verify([graph], true);
        Assert.Equal(2, violations.Count);
        Assert.All(violations, static violation => Assert.Equal(
            "an opaque node is left; replace it by the layers of the network.", violation.Problem));
    }

    [Fact]
    public void Unbound_variables_are_named()
    {
        var violation = Assert.Single(ExpressionVerifier.Verify([A * X], true, [X]));
        Assert.Equal("Variable a: the variable a scalar is not bound.", violation.ToString());
    }

    private static Expr Build(string which)
    {
        ImmutableArray<Factor> straight = [new(X, [0, 1])];
        ImmutableArray<Factor> closed = [.. straight, new(X, [2, 3]), new(X, [2, 3])];
        return which switch
        {
            "dimension" => Product.Make(2, [], [new(X, [1, 0])], [N, D], Shape.Of(N, D)),
            "range" => Product.Make(2, [], [new(X, [0, 7])], [N, D], Shape.Of(N, D)),
            "shape" => Product.Make(2, [], straight, [N, D], Shape.Of(D, N)),
            "scalar" => Product.Make(2, [X], straight, [N, D], Shape.Of(N, D)),
            "unused" => Product.Make(2, [], straight, [N, D, D], Shape.Of(N, D)),
            "order" => Unsorted(),
            "constant" => Product.Make(2, [Constant.Of(3)], straight, [N, D], Shape.Of(N, D)),
            "closed" => Product.Make(2, [], closed, [N, D, N, D], Shape.Of(N, D)),
            _ => Apply.Of(new ScalarFunction("f", "f", [A], A * Variable.Of("b")), X),
        };
    }

    private static Expr Unsorted()
    {
        var sorted = (Product)Algebra.Hadamard(X, Elementwise.Of(Primitive.Sin, X));
        return Product.Make(2, [], [.. sorted.Tensors.Reverse()], sorted.IndexDimensions, sorted.Shape);
    }
}
