using Flow.Networks.Parametrizations;
using Flow.Symbolic.Printing;

namespace Flow.Networks.Tests.Derivation;

/// <summary>The derived equations in the form of T. Poggio, Q. Liao, 2020, and for other losses.</summary>
public class PrintedEquationTests
{
    [Theory]
    [InlineData("square", "(2ρ/N) Σ (y_n − ρ f_n)(∂f_n/∂V₂ − V₂ f_n)", "(2/N)[Σ y_n f_n − ρ Σ f_n²] − 2λρ")]
    [InlineData(
        "exponential",
        "(ρ/N) Σ y_n exp(−ρ y_n f_n) (∂f_n/∂V₂ − V₂ f_n)",
        "(1/N) Σ y_n f_n exp(−ρ y_n f_n) − 2λρ")]
    [InlineData(
        "logistic",
        "(ρ/N) Σ y_n sigmoid(−ρ y_n f_n) (∂f_n/∂V₂ − V₂ f_n)",
        "(1/N) Σ y_n f_n sigmoid(−ρ y_n f_n) − 2λρ")]
    public void Lagrange_equations_of_a_homogeneous_network(string loss, string direction, string scale)
    {
        var text = Networks.Text(Networks.Lagrange(Networks.Build([4, 3], "relu", loss)));

        Assert.Equal(direction, text["V_2"]);
        Assert.Equal(scale, text["rho"]);
    }

    /// <summary>
    /// Where the degree is p the multiplier carries it; where there is none it stays an inner product.
    /// </summary>
    [Theory]
    [InlineData("max(z,0)^2", "(2ρ/N) Σ (y_n − ρ f_n)(∂f_n/∂V₁ − 4 V₁ f_n)")]
    [InlineData("tanh", "(2ρ/N) Σ (y_n − ρ f_n)(∂f_n/∂V₁ − V₁ ⟨V₁, ∂f_n/∂V₁⟩)")]
    public void Direction_of_the_first_layer_follows_the_degree(string activation, string expected) =>
        Assert.Equal(expected, Networks.Text(Networks.Lagrange(Networks.Build([4, 3], activation)))["V_1"]);

    [Theory]
    [InlineData(DecayTarget.Rho, "− 2λρ")]
    [InlineData(DecayTarget.Layers, "− 2λ/ρ^(1/3)")]
    public void Decay_of_rho_is_that_of_its_penalty(DecayTarget target, string expected) =>
        Assert.EndsWith(
            expected,
            Networks.Text(Networks.Lagrange(Networks.Build([4, 3], "relu"), target))["rho"],
            StringComparison.Ordinal);

    [Theory]
    [InlineData(DecayTarget.Layers, "(2/N) Σ (y_n − f_n) ∂f_n/∂W₁ − 2λ W₁")]
    [InlineData(DecayTarget.Rho, "(2/N) Σ (y_n − f_n) ∂f_n/∂W₁ − 2λ‖W₂‖² ‖W₃‖² W₁")]
    public void Unconstrained_equations_state_what_decays(DecayTarget target, string expected) =>
        Assert.Equal(expected, Networks.Text(Networks.Unconstrained(Networks.Build([4, 3], "relu"), target))["W_1"]);

    /// <summary>
    /// nu_k = -(1/2) (V_k, G_k)/||V_k||^2 for every activation; the division is what keeps the sphere stable.
    /// </summary>
    [Theory]
    [InlineData("relu", "−(ρ/(2N‖V₁‖²)) Σ f_n l_u(ρ f_n, y_n)")]
    [InlineData("max(z,0)^2", "−(2ρ/(N‖V₁‖²)) Σ f_n l_u(ρ f_n, y_n)")]
    [InlineData("tanh", "−(ρ/(2N‖V₁‖²)) Σ l_u(ρ f_n, y_n) ⟨V₁, ∂f_n/∂V₁⟩")]
    [InlineData("softplus(2)", "−(ρ/(2N‖V₁‖²)) Σ l_u(ρ f_n, y_n) ⟨V₁, ∂f_n/∂V₁⟩")]
    public void Multipliers_divide_by_the_squared_norm(string activation, string expected)
    {
        var system = Networks.Lagrange(Networks.Build([4, 3], activation));

        Assert.Equal(["nu_1", "nu_2", "nu_3"], system.Multipliers.Select(static m => m.Symbol.Name));
        Assert.Equal(expected, TextPrinter.Print(system.Multipliers[0].Value, Networks.OneOutput(system)));
        Assert.All(system.Multipliers, m => Assert.Contains(
            $"‖V{"₁₂₃"[m.Constrained.Layer - 1]}‖²",
            TextPrinter.Print(m.Value, Networks.OneOutput(system)),
            StringComparison.Ordinal));
        Assert.All(system.Multipliers, m => Assert.DoesNotContain(
            "‖", TextPrinter.Print(m.Presented, Networks.OneOutput(system)), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("square", DecayTarget.Rho, "(Σ y_n f_n)/(N [λ + (1/N) Σ f_n²])")]
    [InlineData("(u-y)^2", DecayTarget.Rho, "(Σ y_n f_n)/(N [λ + (1/N) Σ f_n²])")]
    [InlineData("square", null, "(1/(Σ f_n²)) Σ y_n f_n")]
    [InlineData("square", DecayTarget.Layers, null)]
    [InlineData("exponential", DecayTarget.Rho, null)]
    [InlineData("logistic", DecayTarget.Rho, null)]
    [InlineData("(1-u*y)^4", DecayTarget.Rho, null)]
    public void Equilibrium_exists_in_closed_form_for_the_square_loss_only(
        string loss, DecayTarget? decay, string? expected)
    {
        var system = Networks.Lagrange(Networks.Build([4, 3], "relu", loss), decay);

        Assert.Equal(
            expected,
            system.Equilibrium is { } rho ? TextPrinter.Print(rho, Networks.OneOutput(system)) : null);
    }

    [Fact]
    public void Biases_are_outside_the_norms_and_the_decay()
    {
        var text = Networks.Text(Networks.Lagrange(Networks.Build([4], "relu", hasBias: true)));

        Assert.Equal(["V_1", "b_1", "V_2", "b_2", "rho"], text.Keys);
        Assert.DoesNotContain("λ", text["b_1"], StringComparison.Ordinal);
        Assert.DoesNotContain("b₁", text["V_1"], StringComparison.Ordinal);
    }
}
