using Flow.Symbolic.Differentiation;
using Flow.Symbolic.Expressions;
using Flow.Symbolic.Functions;
using Flow.Symbolic.Printing;
using Flow.Symbolic.Shapes;
using static Flow.Symbolic.Tests.Printing.Symbols;

namespace Flow.Symbolic.Tests.Printing;

public class StepListingTests
{
    [Fact]
    public void Shared_subexpressions_are_listed_once()
    {
        var steps = StepListing.Text(Network(2), Matrix).Select(static step => step.ToString());
        Assert.Equal(
            [
                "1. T1 = X V₁ᵀ",
                "2. T2 = σ(T1)",
                "3. T3 = T2 V₂ᵀ − Y",
                "4. E = ‖T3‖²/N",
                "5. G₁ = (2/N) (σ'(T1) ⊙ (T3 V₂))ᵀ X",
                "6. G₂ = (2/N) T3ᵀ T2",
            ],
            steps);
    }

    [Fact]
    public void Samples_keep_their_letter_in_temporaries()
    {
        var energy = (Algebra.SquaredNorm(Residual) * OverN) + (Lambda * Power.Of(Rho, 2));
        var gradients = Gradient.Of(energy, [V1, V2, Rho]);
        var results = new[] { ("G_1", gradients[0]), ("G_2", gradients[1]), ("g", gradients[2]) };
        Assert.Equal(
            [
                "1. T1_n = y_n − ρ f_n",
                "2. G₁ = −(2ρ/N) Σ T1_n ∂f_n/∂V₁",
                "3. G₂ = −(2ρ/N) Σ T1_n ∂f_n/∂V₂",
                "4. g = 2λρ − (2/N) Σ f_n T1_n",
            ],
            StepListing.Text(results, One).Select(static step => step.ToString()));
        Assert.Equal(
            [
                @"1. T_{1,n} = y_n - \rho f_n",
                @"2. G_1 = -\frac{2\rho}{N} \sum_n T_{1,n} \frac{\partial f_n}{\partial V_1}",
                @"3. G_2 = -\frac{2\rho}{N} \sum_n T_{1,n} \frac{\partial f_n}{\partial V_2}",
                @"4. g = 2\lambda\rho - \frac{2}{N} \sum_n f_n T_{1,n}",
            ],
            StepListing.Latex(results, One).Select(static step => step.ToString()));
    }

    [Fact]
    public void Length_grows_in_proportion_to_the_depth()
    {
        var lengths = new[] { 4, 8, 16, 32 }
            .Select(static depth => StepListing.Text(Network(depth), Matrix).Sum(static step => step.Value.Length))
            .ToArray();
        Assert.InRange((double)(lengths[3] - lengths[2]) / (lengths[2] - lengths[1]), 1.8, 2.2);
        Assert.InRange((double)(lengths[2] - lengths[1]) / (lengths[1] - lengths[0]), 1.8, 2.2);
    }

    [Fact]
    public void Text_of_a_large_graph_stays_short()
    {
        var z = (Expr)Variable.Of("z");
        for (var i = 0; i < 100; i++)
        {
            z = Elementwise.Of(Primitive.Sin, z) + (z * z);
        }

        Assert.InRange(z.ToString().Length, 1_000, 10_000);
    }

    private static (string Name, Expr Value)[] Network(int depth)
    {
        var sigma = ScalarFunctionCatalog.Parse("tanh");
        var widths = Enumerable.Range(0, depth + 1).Select(static k => new Dimension($"d_{k}")).ToList();
        var weights = Enumerable.Range(1, depth)
            .Select(k => Variable.Of($"V_{k}", Shape.Of(widths[k], widths[k - 1]))).ToList();
        Expr h = Variable.Of("X", Shape.Of(N, widths[0]));
        foreach (var weight in weights)
        {
            var z = Algebra.Einstein("ni,ji->nj", h, weight);
            h = weight == weights[^1] ? z : Apply.Of(sigma, z);
        }

        var energy = Algebra.SquaredNorm(h - Variable.Of("Y", h.Shape)) / DimensionSize.Of(N);
        var gradients = Gradient.Of(energy, weights);
        return [("E", energy), .. gradients.Select(static (gradient, k) => ($"G_{k + 1}", gradient))];
    }
}
