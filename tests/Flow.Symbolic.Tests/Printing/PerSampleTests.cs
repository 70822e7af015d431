using Flow.Symbolic.Differentiation;
using Flow.Symbolic.Expressions;
using Flow.Symbolic.Printing;
using static Flow.Symbolic.Tests.Printing.Symbols;

namespace Flow.Symbolic.Tests.Printing;

/// <summary>Equations of the papers, built by hand or derived, and how they must read.</summary>
public class PerSampleTests
{
    private static readonly Dictionary<string, (Expr Expression, PrintOptions Options)> Equations = new()
    {
        ["scale flow"] = ((2 * OverN * (Yf - (Rho * Ff))) - (2 * Lambda * Rho), One),
        ["scale flow, expanded"] = ((2 * OverN * Yf) - (2 * OverN * Rho * Ff) - (2 * Lambda * Rho), One),
        ["scale flow, means"] = ((2 * OverN * (Yf - (Rho * Ff))) - (2 * Lambda * Rho), Mean),
        ["scale flow, outputs"] = ((2 * OverN * (Yf - (Rho * Ff))) - (2 * Lambda * Rho), Many),
        ["direction flow"] = (DirectionFlow(), One),
        ["direction flow, means"] = (DirectionFlow(), Mean),
        ["direction flow, outputs"] = (DirectionFlow(), Many),
        ["equilibrium, means"] = (OverN * Yf / (Lambda + (OverN * Ff)), Mean),
        ["equilibrium"] = (Yf / ((DimensionSize.Of(N) * Lambda) + Ff), One),
        ["multiplier"] = (-Algebra.Inner(V1, G1) / (2 * Algebra.SquaredNorm(V1)), One),
        ["projected"] = (-G1 + (Algebra.Inner(V1, G1) / Algebra.SquaredNorm(V1) * V1), One),
        ["energy"] = (Energy(), One),
        ["energy, means"] = (Energy(), Mean),
        ["energy, outputs"] = (Energy(), Many),
        ["gradient"] = (Gradient.Of(Energy(), V1), One),
        ["minus gradient"] = (-Gradient.Of(Energy(), V1), One),
        ["minus gradient in rho"] = (-Gradient.Of(Energy(), Rho), One),
        ["exponential"] = (Exponential(), One),
        ["exponential, mean"] = (OverN * Algebra.SumOver(Exponential()), Mean),
        ["loss"] = (OverN * Algebra.SumOver(Apply.Of(Loss, Rho * F, Y)), One),
        ["loss gradient"] = (OverN * Gradient.Of(Algebra.SumOver(Apply.Of(Loss, Rho * F, Y)), V1), One),
        ["loss curvature"] = (Apply.Of(Loss, [2, 0], [Rho * F, Y]), One),
        ["loss mixed"] = (Apply.Of(Loss, [1, 1], [Rho * F, Y]), One),
        ["decay on layers"] = (3 * Lambda * Power.Of(Rho, new Rational(2, 3)), One),
        ["tangent"] = (Algebra.Einstein("noij,ij->no", J1, V1), One),
        ["adjoint"] = (Algebra.Einstein("noij,no->ij", J1, Residual), One),
        ["quadratic"] = (Algebra.Einstein("noij,ij,no->", J1, V1, Y), One),
        ["norms"] = (NormPowers(), One),
        ["balance"] = (Algebra.Einstein("oi,oj->ij", V2, V2) - Algebra.Einstein("ik,jk->ij", V1, V1), One),
        ["kernel"] = (Algebra.Einstein("no,mo->nm", F, F), Many),
        ["nested sum"] = (Algebra.Inner(Y - (Yf * F), F), One),
        ["product of sums"] = (Yf * Ff, One),
        ["square of a sum"] = (Power.Of(Yf, 2) / Ff, One),
        ["total"] = (Algebra.SumOver(Residual), Many),
        ["fraction"] = ((Rho / 3) - (Lambda * Rho / 2), One),
        ["negative"] = (-(Rho * Lambda) - Lambda, One),
    };

    public static TheoryData<string, string, string> Expected => new()
    {
        { "scale flow", "(2/N)[Σ y_n f_n − ρ Σ f_n²] − 2λρ",
            @"\frac{2}{N}\left[\sum_n y_n f_n - \rho \sum_n f_n^2\right] - 2\lambda\rho" },
        { "scale flow, expanded", "(2/N)[Σ y_n f_n − ρ Σ f_n²] − 2λρ",
            @"\frac{2}{N}\left[\sum_n y_n f_n - \rho \sum_n f_n^2\right] - 2\lambda\rho" },
        { "scale flow, means", "2(mean(y f) − ρ mean(f²)) − 2λρ",
            @"2(\overline{y f} - \rho \overline{f^2}) - 2\lambda\rho" },
        { "scale flow, outputs", "(2/N)[Σ ⟨y_n, f_n⟩ − ρ Σ ‖f_n‖²] − 2λρ",
            @"\frac{2}{N}\left[\sum_n \langle y_n, f_n \rangle - \rho \sum_n \lVert f_n \rVert^2\right]"
            + @" - 2\lambda\rho" },
        { "direction flow", "(2ρ/N) Σ (y_n − ρ f_n)(∂f_n/∂V₁ − V₁ f_n)",
            @"\frac{2\rho}{N} \sum_n (y_n - \rho f_n)\left(\frac{\partial f_n}{\partial V_1} - V_1 f_n\right)" },
        { "direction flow, means", "2ρ mean((y − ρ f)(∂f/∂V₁ − V₁ f))",
            @"2\rho \overline{(y - \rho f)\left(\frac{\partial f}{\partial V_1} - V_1 f\right)}" },
        { "direction flow, outputs", "(2ρ/N) Σ ⟨y_n − ρ f_n, ∂f_n/∂V₁ − f_n ⊗ V₁⟩",
            @"\frac{2\rho}{N} \sum_n \langle y_n - \rho f_n, "
            + @"\frac{\partial f_n}{\partial V_1} - f_n \otimes V_1 \rangle" },
        { "equilibrium, means", "mean(y f)/(λ + mean(f²))", @"\frac{\overline{y f}}{\lambda + \overline{f^2}}" },
        { "equilibrium", "(Σ y_n f_n)/(Nλ + Σ f_n²)", @"\frac{\sum_n y_n f_n}{N\lambda + \sum_n f_n^2}" },
        { "multiplier", "−⟨V₁, G₁⟩/(2‖V₁‖²)", @"-\frac{\langle V_1, G_1 \rangle}{2\lVert V_1 \rVert^2}" },
        { "projected", "(⟨V₁, G₁⟩/‖V₁‖²) V₁ − G₁",
            @"\frac{\langle V_1, G_1 \rangle}{\lVert V_1 \rVert^2} V_1 - G_1" },
        { "energy", "(1/N) Σ (y_n − ρ f_n)² + λρ²", @"\frac{1}{N} \sum_n (y_n - \rho f_n)^2 + \lambda\rho^2" },
        { "energy, means", "mean((y − ρ f)²) + λρ²", @"\overline{(y - \rho f)^2} + \lambda\rho^2" },
        { "energy, outputs", "(1/N) Σ ‖y_n − ρ f_n‖² + λρ²",
            @"\frac{1}{N} \sum_n \lVert y_n - \rho f_n \rVert^2 + \lambda\rho^2" },
        { "gradient", "(2ρ/N) Σ (ρ f_n − y_n) ∂f_n/∂V₁",
            @"\frac{2\rho}{N} \sum_n (\rho f_n - y_n) \frac{\partial f_n}{\partial V_1}" },
        { "minus gradient", "(2ρ/N) Σ (y_n − ρ f_n) ∂f_n/∂V₁",
            @"\frac{2\rho}{N} \sum_n (y_n - \rho f_n) \frac{\partial f_n}{\partial V_1}" },
        { "minus gradient in rho", "(2/N) Σ f_n (y_n − ρ f_n) − 2λρ",
            @"\frac{2}{N} \sum_n f_n (y_n - \rho f_n) - 2\lambda\rho" },
        { "exponential", "y_n exp(−ρ y_n f_n)", @"y_n e^{-\rho y_n f_n}" },
        { "exponential, mean", "mean(y exp(−ρ y f))", @"\overline{y e^{-\rho y f}}" },
        { "loss", "(1/N) Σ l(ρ f_n, y_n)", @"\frac{1}{N} \sum_n l(\rho f_n, y_n)" },
        { "loss gradient", "(ρ/N) Σ l_u(ρ f_n, y_n) ∂f_n/∂V₁",
            @"\frac{\rho}{N} \sum_n l_u(\rho f_n, y_n) \frac{\partial f_n}{\partial V_1}" },
        { "loss curvature", "l_{uu}(ρ f_n, y_n)", @"l_{uu}(\rho f_n, y_n)" },
        { "loss mixed", "l_{uy}(ρ f_n, y_n)", @"l_{uy}(\rho f_n, y_n)" },
        { "decay on layers", "3λρ^(2/3)", @"3\lambda\rho^{2/3}" },
        { "tangent", "⟨V₁, ∂f_n/∂V₁⟩", @"\langle V_1, \frac{\partial f_n}{\partial V_1} \rangle" },
        { "adjoint", "Σ (y_n − ρ f_n) ∂f_n/∂V₁", @"\sum_n (y_n - \rho f_n) \frac{\partial f_n}{\partial V_1}" },
        { "quadratic", "Σ y_n ⟨V₁, ∂f_n/∂V₁⟩",
            @"\sum_n y_n \langle V_1, \frac{\partial f_n}{\partial V_1} \rangle" },
        { "norms", "‖V₁‖ + 1/‖V₁‖ + 1/‖V₁‖²",
            @"\lVert V_1 \rVert + \frac{1}{\lVert V_1 \rVert} + \frac{1}{\lVert V_1 \rVert^2}" },
        { "balance", "V₂ᵀ V₂ − V₁ V₁ᵀ", @"V_2^{\top} V_2 - V_1 V_1^{\top}" },
        { "kernel", "⟨f_n, f_m⟩", @"\langle f_n, f_m \rangle" },
        { "nested sum", "Σ_n f_n [y_n − f_n Σ_m y_m f_m]",
            @"\sum_n f_n \left[y_n - f_n \sum_m y_m f_m\right]" },
        { "product of sums", "(Σ f_n²) Σ y_n f_n", @"\left(\sum_n f_n^2\right) \sum_n y_n f_n" },
        { "square of a sum", "(Σ y_n f_n)²/(Σ f_n²)",
            @"\frac{\left(\sum_n y_n f_n\right)^2}{\sum_n f_n^2}" },
        { "total", "Σ_n Σ_o (y_n − ρ f_n)", @"\sum_n \sum_o (y_n - \rho f_n)" },
        { "fraction", "ρ/3 − λρ/2", @"\frac{\rho}{3} - \frac{\lambda\rho}{2}" },
        { "negative", "−λ − λρ", @"-\lambda - \lambda\rho" },
    };

    [Theory]
    [MemberData(nameof(Expected))]
    public void Equations_read_as_in_the_papers(string which, string text, string latex)
    {
        var (expression, options) = Equations[which];
        Assert.Equal(text, TextPrinter.Print(expression, options));
        Assert.Equal(latex, LatexPrinter.Print(expression, options));
    }

    [Fact]
    public void Every_equation_is_expected_somewhere() => Assert.Equal(Equations.Count, Expected.Count);

    [Fact]
    public void Names_carry_subscripts_and_Greek_letters()
    {
        Assert.Equal("ν₁₂", Variable.Of("nu_12").ToString());
        Assert.Equal(@"\nu_{12}", LatexPrinter.Print(Variable.Of("nu_12")));
        Assert.Equal("V_k", Variable.Of("V_k").ToString());
        Assert.Equal("z_{1,n}", TextPrinter.Print(Variable.Of("z_1", Y.Shape), One));
        Assert.Equal(@"\mathrm{scale}", LatexPrinter.Print(Variable.Of("scale")));
        Assert.Equal("ρ_max", Variable.Of("rho_max").ToString());
        Assert.Equal(@"\rho_{\mathrm{max}}", LatexPrinter.Print(Variable.Of("rho_max")));
    }

    private static Expr Energy() => (Algebra.SquaredNorm(Residual) * OverN) + (Lambda * Power.Of(Rho, 2));

    private static Expr DirectionFlow() => Algebra.Scale(
        2 * Rho * OverN,
        Algebra.Einstein("no,noij->ij", Residual, J1 - Algebra.Einstein("no,ij->noij", F, V1)));

    private static Expr Exponential() =>
        Algebra.Hadamard(Y, Elementwise.Of(Primitive.Exp, -Algebra.Hadamard(Y, Rho * F)));

    private static Expr NormPowers() => Sum.Of(
        new Rational[] { new(1, 2), new(-1, 2), new(-1, 1) }.Select(q => Power.Of(Algebra.SquaredNorm(V1), q)));
}
