using Flow.Symbolic.Expressions;
using Flow.Symbolic.Functions;
using Flow.Symbolic.Shapes;

namespace Flow.Symbolic.Tests.Expressions;

public class HashConsingTests
{
    private static readonly Dimension N = new("N");
    private static readonly Dimension D = new("d");
    private static readonly Variable X = Variable.Of("X", Shape.Of(N, D));
    private static readonly Variable Y = Variable.Of("Y", Shape.Of(N, D));
    private static readonly Variable A = Variable.Of("a");

    [Fact]
    public void Terms_and_factors_are_in_one_order_whatever_order_they_came_in()
    {
        Assert.Same(X + Y, Y + X);
        Assert.Same(A * X, X * A);
        Assert.Same(Algebra.Hadamard(X, Y), Algebra.Hadamard(Y, X));
        Assert.Same(Algebra.Inner(X, Y), Algebra.Inner(Y, X));
        Assert.Same(Elementwise.Of(Primitive.Max, X, Y), Elementwise.Of(Primitive.Max, Y, X));
    }

    [Fact]
    public void Like_terms_and_equal_factors_are_gathered()
    {
        Assert.Same(2 * X, X + X);
        Assert.Same(Constant.Of(0, X.Shape), X - X);
        Assert.Same(Power.Of(A, 3), A * A * A);
        Assert.Same(X, A * X / A);
        Assert.Same(X, Algebra.Transpose(Algebra.Transpose(X)));
        Assert.Same(Algebra.SumOver(X), Algebra.SumOver(Algebra.Transpose(X)));
        Assert.Same(DimensionSize.Of(N) * A, Algebra.SumOver(Algebra.Broadcast(A, N)));
        Assert.Same(DimensionSize.Of(N) * DimensionSize.Of(D), Algebra.SumOver(Constant.Of(1, X.Shape)));
    }

    [Fact]
    public void Roots_that_multiply_to_a_number_join_the_coefficient()
    {
        var root = Power.Of(2, new Rational(1, 2));
        Assert.Same(Constant.Of(2), root * root);
        Assert.Same(2 * A, A * root * root);
        var product = Power.Of(2 * A * Variable.Of("b"), new Rational(1, 2));
        Assert.Same(2 * A * Variable.Of("b"), product * product);
    }

    [Fact]
    public void Different_structures_are_different_objects()
    {
        Assert.NotSame(X, Variable.Of("X", Shape.Of(D, N)));
        Assert.NotSame(X, Variable.Of("X", Shape.Of(N, N)));
        Assert.NotSame(RowFunction.Softmax(X), RowFunction.LogSumExp(X));
        Assert.NotSame(Algebra.Einstein("ni,mi->nm", X, X), Algebra.Einstein("ni,nj->ij", X, X));
        var relu = ScalarFunctionCatalog.Parse("relu");
        var custom = new ScalarFunction("relu", "sigma", relu.Parameters, Elementwise.Of(Primitive.Abs, A));
        Assert.NotSame(Apply.Of(relu, X), Apply.Of(custom, X));
    }

    [Fact]
    public void Equal_nodes_are_one_object_across_threads()
    {
        var made = new Expr[64];
        Parallel.For(0, made.Length, i => made[i] = Algebra.SquaredNorm(Elementwise.Of(Primitive.Sin, X + Y)));
        Assert.All(made, node => Assert.Same(made[0], node));
    }

    [Fact]
    public void Identity_functions_and_powers_of_steps_simplify_away()
    {
        Assert.Same(X, Apply.Of(ScalarFunctionCatalog.Parse("linear"), X));
        Assert.Same(Constant.Of(1, X.Shape), Apply.Of(ScalarFunctionCatalog.Parse("linear"), [1], [X]));
        var step = Elementwise.Of(Primitive.Step, X);
        Assert.Same(step, Power.Of(step, 2));
        Assert.Same(Constant.Of(0), Power.Of(0, new Rational(1, 2)));
    }
}
