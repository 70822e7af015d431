using Flow.Symbolic.Differentiation;
using Flow.Symbolic.Expressions;
using Flow.Symbolic.Functions;
using Flow.Symbolic.Printing;
using Flow.Symbolic.Shapes;
using static Flow.Symbolic.Tests.Printing.Symbols;

namespace Flow.Symbolic.Tests.Printing;

/// <summary>Concrete networks in matrix notation, samples as rows.</summary>
public class MatrixStyleTests
{
    private static readonly Variable X = Variable.Of("X", Shape.Of(N, Inputs));
    private static readonly Variable B1 = Variable.Of("b_1", Shape.Of(Hidden));
    private static readonly Variable Targets = Variable.Of("Y", Shape.Of(N, O));
    private static readonly Variable A = Variable.Of("A", Shape.Of(N, Hidden));
    private static readonly Variable B = Variable.Of("B", Shape.Of(N, Hidden));
    private static readonly Variable S = Variable.Of("s", Shape.Of(Inputs));
    private static readonly ScalarFunction Sigma = ScalarFunctionCatalog.Parse("tanh");

    private static readonly Dictionary<string, Expr> Expressions = new()
    {
        ["layer"] = Algebra.Einstein("ni,ji->nj", X, V1),
        ["bias"] = Algebra.Einstein("ni,ji->nj", X, V1) + Algebra.Broadcast(B1, N),
        ["activation"] = Apply.Of(Sigma, A),
        ["derivative"] = Apply.Of(Sigma, [1], [A]),
        ["third"] = Apply.Of(Sigma, [4], [A]),
        ["product"] = Algebra.Einstein("ni,nj->ij", A, X),
        ["chain"] = Algebra.Einstein("ni,ji,oj->no", X, V1, V2),
        ["vector"] = Algebra.Einstein("ni,i->n", X, S),
        ["row vector"] = Algebra.Einstein("n,ni->i", Variable.Of("w", Shape.Of(N)), X),
        ["hadamard"] = Algebra.Hadamard(A, B),
        ["square"] = Algebra.Hadamard(A, A),
        ["columns"] = Algebra.Einstein("ni->i", X),
        ["rows"] = Algebra.Einstein("ni->n", X),
        ["scaled"] = Algebra.Einstein("ni,i->ni", X, S),
        ["between"] = Algebra.Einstein("ni,i,ji->nj", X, S, V1),
        ["outer"] = Algebra.Outer(B1, S),
        ["norm"] = Algebra.SquaredNorm(A - B) / DimensionSize.Of(N),
        ["inner"] = Algebra.Inner(A, B),
        ["trace"] = Algebra.Einstein("ni,nj,mj,mi->", A, X, X, B),
        ["softmax"] = RowFunction.Softmax(A),
        ["logsumexp"] = Algebra.SumOver(RowFunction.LogSumExp(A)),
        ["kinks"] = Elementwise.Of(Primitive.Max, A, Constant.Of(0, A.Shape))
            + Elementwise.Of(Primitive.Step, A) + Elementwise.Of(Primitive.Abs, B),
        ["roots"] = Power.Of(A, new Rational(1, 2)) + Power.Of(Rho, new Rational(1, 2)) * B,
        ["three indices"] = Algebra.Einstein("ni,nj,no->ijo", X, A, Targets),
        ["element of a function"] = Algebra.Einstein("ni,nj,no->ijo", X, Apply.Of(Sigma, X), Targets),
        ["element of a product"] = Algebra.Einstein(
            "ni,nj,no->ijo", X, Apply.Of(Sigma, Algebra.Einstein("ni,ji->nj", X, V1)), RowFunction.Softmax(Targets)),
        ["gradient"] = NetworkGradient(),
    };

    public static TheoryData<string, string, string> Expected => new()
    {
        { "layer", "X V₁ᵀ", @"X V_1^{\top}" },
        { "bias", "X V₁ᵀ + 1 b₁ᵀ", @"X V_1^{\top} + \mathbf{1} b_1^{\top}" },
        { "activation", "σ(A)", @"\sigma(A)" },
        { "derivative", "σ'(A)", @"\sigma'(A)" },
        { "third", "σ⁽⁴⁾(A)", @"\sigma^{(4)}(A)" },
        { "product", "Aᵀ X", @"A^{\top} X" },
        { "chain", "X V₁ᵀ V₂ᵀ", @"X V_1^{\top} V_2^{\top}" },
        { "vector", "X s", "X s" },
        { "row vector", "Xᵀ w", @"X^{\top} w" },
        { "hadamard", "B ⊙ A", @"B \odot A" },
        { "square", "A^(⊙2)", @"A^{\odot 2}" },
        { "columns", "Σ_n X", @"\sum_n X" },
        { "rows", "Σ_{d₀} X", @"\sum_{d_0} X" },
        { "scaled", "X diag(s)", @"X \operatorname{diag}(s)" },
        { "between", "X diag(s) V₁ᵀ", @"X \operatorname{diag}(s) V_1^{\top}" },
        { "outer", "b₁ sᵀ", @"b_1 s^{\top}" },
        { "norm", "‖A − B‖²/N", @"\frac{\lVert A - B \rVert^2}{N}" },
        { "inner", "⟨B, A⟩", @"\langle B, A \rangle" },
        { "trace", "⟨X Xᵀ B, A⟩", @"\langle X X^{\top} B, A \rangle" },
        { "softmax", "softmax(A)", @"\operatorname{softmax}(A)" },
        { "logsumexp", "Σ_n logsumexp(A)", @"\sum_n \operatorname{logsumexp}(A)" },
        { "kinks", "|B| + 1[A > 0] + max(A, 0)", @"\left|B\right| + \mathbf{1}[A > 0] + \max(A, 0)" },
        { "roots", "A^(⊙1/2) + sqrt(ρ) B", @"A^{\odot 1/2} + \sqrt{\rho} B" },
        { "three indices", "Σ_n A_{nj} X_{ni} Y_{no}", @"\sum_n A_{nj} X_{ni} Y_{no}" },
        { "element of a function", "Σ_n X_{ni} Y_{no} σ(X_{nj})", @"\sum_n X_{ni} Y_{no} \sigma(X_{nj})" },
        { "element of a product", "Σ_n X_{ni} softmax(Y_n)_o σ(Σ_k V_{1,jk} X_{nk})",
            @"\sum_n X_{ni} \operatorname{softmax}(Y_n)_o \sigma(\sum_k V_{1,jk} X_{nk})" },
        { "gradient", "(2/N) (σ'(X V₁ᵀ) ⊙ ((σ(X V₁ᵀ) V₂ᵀ − Y) V₂))ᵀ X",
            @"\frac{2}{N} (\sigma'(X V_1^{\top}) \odot ((\sigma(X V_1^{\top}) V_2^{\top} - Y) V_2))^{\top} X" },
    };

    [Theory]
    [MemberData(nameof(Expected))]
    public void Products_are_recognised(string which, string text, string latex)
    {
        Assert.Equal(text, TextPrinter.Print(Expressions[which], Matrix));
        Assert.Equal(latex, LatexPrinter.Print(Expressions[which], Matrix));
    }

    [Fact]
    public void Every_expression_is_expected_somewhere() => Assert.Equal(Expressions.Count, Expected.Count);

    private static Expr NetworkGradient()
    {
        var hidden = Apply.Of(Sigma, Algebra.Einstein("ni,ji->nj", X, V1));
        var output = Algebra.Einstein("nj,oj->no", hidden, V2);
        return Gradient.Of(Algebra.SquaredNorm(output - Targets) / DimensionSize.Of(N), V1);
    }
}
