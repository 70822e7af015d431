namespace Flow.Cli.Tests.Commands;

public sealed class DeriveTests
{
    [Fact]
    public void Homogeneous_network_with_square_loss_has_the_published_equations()
    {
        var run = CommandRun.Of("derive");

        Assert.Equal(ExitCode.Done, run.Code);
        Assert.Equal(
            [
                "Objective",
                "E = (1/N) Σ (ρ f_n − y_n)² + λρ²",
                "Equations of motion",
                "ρ' = (2/N)[Σ y_n f_n − ρ Σ f_n²] − 2λρ",
                "V_k' = (2ρ/N) Σ (y_n − ρ f_n)(∂f_n/∂V_k − V_k f_n)   (k = 1, ..., 3)",
                "Multipliers",
                "ν_k = (ρ/N) Σ f_n (y_n − ρ f_n)   (k = 1, ..., 3)",
                "Equilibrium of rho",
                "ρ_eq = mean(y f)/(λ + mean(f²))",
                "Invariants",
                "d/dt [‖V_k‖²] = 0   (k = 1, ..., 3)   constant",
                string.Empty,
            ],
            run.Lines);
    }

    [Fact]
    public void Equations_do_not_depend_on_the_widths()
    {
        var other = CommandRun.Of("derive", "--set", "model.widths=[5, 7]");

        Assert.Equal(CommandRun.Of("derive").Out, other.Out);
    }

    [Fact]
    public void Layers_with_equations_of_their_own_have_lines_of_their_own()
    {
        var run = CommandRun.Of("derive", "digits-swish");

        Assert.Contains(
            "V_k' = (2ρ/N) Σ (y_n − ρ f_n)(∂f_n/∂V_k − V_k ⟨V_k, ∂f_n/∂V_k⟩)   (k = 1, 2)", run.Lines);
        Assert.Contains("V₃' = (2ρ/N) Σ (y_n − ρ f_n)(∂f_n/∂V₃ − V₃ f_n)", run.Lines);
    }

    [Fact]
    public void Modified_flow_is_printed_in_terms_of_the_flow_and_its_derivative_along_itself()
    {
        var run = CommandRun.Of(
            "derive", "digits-swish", "--set", "flow.modified={learningRate: 0.01, momentum: 0.9}");

        Assert.Equal(ExitCode.Done, run.Code);
        Assert.Equal(
            [
                "Right-hand side of the flow",
                "F_ρ = (2/N)[Σ y_n f_n − ρ Σ f_n²] − 2λρ",
                "F_{V_k} = (2ρ/N) Σ (y_n − ρ f_n)(∂f_n/∂V_k − V_k ⟨V_k, ∂f_n/∂V_k⟩)   (k = 1, 2)",
                "F_{V₃} = (2ρ/N) Σ (y_n − ρ f_n)(∂f_n/∂V₃ − V₃ f_n)",
                "Objective of the modified flow",
                "E_κ = E + (κ/2)(F_ρ² + ‖F_{V₁}‖² + ‖F_{V₂}‖² + ‖F_{V₃}‖²)",
                "κ = η (1 + μ)/(2(1 − μ)²)",
                "Equations of motion of the modified flow",
                "ρ' = F_ρ − DF_ρ κ",
                "V_k' = F_{V_k} + κ (⟨V_k, DF_{V_k}⟩ V_k − DF_{V_k})   (k = 1, ..., 3)",
                "DF_s = d/dε F_s(z + ε F(z)) at ε = 0   for each block s of the state z",
                "z(0) = z₀ − Fδ   then brought back to the spheres",
                "δ = ημ/(1 − μ)²",
            ],
            run.Lines.SkipWhile(static line => line != "Right-hand side of the flow")
                .TakeWhile(static line => line != "Multipliers"));
        Assert.Contains("d/dt [‖V_k‖²] = 0   (k = 1, ..., 3)   constant", run.Lines);
    }

    [Fact]
    public void Modified_flow_is_written_in_latex_with_subscripts_of_subscripts()
    {
        var run = CommandRun.Of(
            "derive", "digits-swish", "--set", "flow.modified={learningRate: 0.01}", "--format", "latex");

        Assert.Contains(
            @"V_k' &= F_{V_k} + \kappa (\langle V_k, \mathrm{DF}_{V_k} \rangle V_k - \mathrm{DF}_{V_k})"
            + @"   \qquad k = 1, \ldots, 3 \\", run.Lines);
        Assert.Contains(@"\kappa &= \frac{\eta}{2} \\", run.Lines);
    }

    [Fact]
    public void Modified_flow_of_weights_keeps_no_balance()
    {
        var run = CommandRun.Of(
            "derive", "digits-swish", "--set", "model.parametrization=unconstrained", "--set",
            "initialization={seed: 0}", "--set", "model.activation=linear", "--set",
            "flow.modified={learningRate: 0.01}");

        Assert.Equal(ExitCode.Done, run.Code);
        Assert.EndsWith(
            "not proved to be constant",
            Assert.Single(run.Lines, static line => line.StartsWith("d/dt [‖", StringComparison.Ordinal)),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Unconstrained_flow_has_balanced_layers_that_decay_together()
    {
        var run = CommandRun.Of("derive", "--set", "model.parametrization=unconstrained");

        Assert.Contains("W_k' = (2/N) Σ (y_n − f_n) ∂f_n/∂W_k − 2λ W_k   (k = 1, ..., 3)", run.Lines);
        Assert.Contains(run.Lines, static line =>
            line.StartsWith("d/dt [‖W_k‖² − ‖W_{k+1}‖²]", StringComparison.Ordinal)
            && line.EndsWith("(k = 1, 2)   decays as e^{−4λt}", StringComparison.Ordinal));
        Assert.DoesNotContain("Multipliers", run.Lines);
        Assert.DoesNotContain("Equilibrium of rho", run.Lines);
    }

    [Fact]
    public void Decay_on_the_product_of_norms_gives_each_layer_its_own_equation()
    {
        var run = CommandRun.Of(
            "derive", "--set", "model.parametrization=unconstrained", "--set", "model.weightDecay.on=rho");

        Assert.Contains("W₂' = (2/N) Σ (y_n − f_n) ∂f_n/∂W₂ − 2λ‖W₁‖² ‖W₃‖² W₂", run.Lines);
        Assert.Contains("d/dt [‖W_k‖² − ‖W_{k+1}‖²] = 0   (k = 1, 2)   constant", run.Lines);
    }

    [Fact]
    public void Quantity_that_is_not_conserved_is_not_called_constant()
    {
        var run = CommandRun.Of(
            "derive", "--set", "model.parametrization=unconstrained", "--set", "model.activation=max(z, 0)^2",
            "--set", "model.loss=abs(u-y)", "--set", "model.weightDecay={lambda: 0.1, on: layers}");

        Assert.Equal(ExitCode.Done, run.Code);
        Assert.DoesNotContain(run.Lines, static line => line.EndsWith("constant", StringComparison.Ordinal)
            && !line.EndsWith("not proved to be constant", StringComparison.Ordinal));
    }

    [Fact]
    public void Latex_is_one_align_environment_with_balanced_braces()
    {
        var run = CommandRun.Of("derive", "--format", "latex");

        Assert.Equal(@"\begin{align}", run.Lines[1]);
        Assert.Equal(@"\end{align}", run.Lines[^2]);
        Assert.Contains(
            @"V_k' &= \frac{2\rho}{N} \sum_n (y_n - \rho f_n)\left(\frac{\partial f_n}{\partial V_k} - V_k f_n\right)"
            + @"   \qquad k = 1, \ldots, 3 \\",
            run.Lines);
        Assert.Equal(run.Out.Count(static c => c == '{'), run.Out.Count(static c => c == '}'));
        Assert.All(run.Lines[2..^3], static line => Assert.EndsWith(@"\\", line, StringComparison.Ordinal));
        Assert.All(run.Lines[2..^2], static line => Assert.Contains("&=", line, StringComparison.Ordinal));
        Assert.DoesNotContain(run.Out, static c => c > 127);
    }

    [Fact]
    public void Markdown_puts_every_equation_between_dollar_signs()
    {
        var run = CommandRun.Of("derive", "--format", "markdown");

        Assert.Equal("## Objective", run.Lines[0]);
        Assert.Equal(@"$$E = \frac{1}{N} \sum_n (\rho f_n - y_n)^2 + \lambda\rho^2$$", run.Lines[1]);
        Assert.All(
            run.Lines.Where(static line => line.Contains('=', StringComparison.Ordinal)),
            static line => Assert.Matches(@"^\$\$.*\$\$$", line));
    }

    [Fact]
    public void Steps_are_numbered_with_reasons_and_end_at_the_equations()
    {
        var run = CommandRun.Of("derive", "--format", "steps");

        Assert.Equal("1. objective:", run.Lines[0]);
        Assert.Contains("d‖V₁‖²/dt = −4ν₁ ‖V₁‖² − (2ρ/N) Σ f_n l_u(ρ f_n, y_n)", run.Lines);
        Assert.Contains("V₂' = (2ρ/N) Σ (y_n − ρ f_n)(∂f_n/∂V₂ − V₂ f_n)", run.Lines);
        var numbers = run.Lines.Where(static line => line.Length > 0 && char.IsAsciiDigit(line[0]))
            .Select(static line => line.Split('.')[0]).ToList();
        Assert.Equal(Enumerable.Range(1, numbers.Count).Select(static n => $"{n}"), numbers);
    }

    [Fact]
    public void Unknown_format_is_refused_with_the_formats()
    {
        var run = CommandRun.Of("derive", "--format", "latx");

        Assert.Equal(ExitCode.BadInput, run.Code);
        Assert.Equal(
            "unknown format 'latx'; did you mean 'latex'? (formats: text, latex, markdown, steps)\n", run.Error);
    }
}
