using Flow.Backends.Cpu;
using Flow.Networks.Derivation;
using Flow.Symbolic.Differentiation;
using Flow.Symbolic.Expressions;
using Flow.Symbolic.Printing;
using Flow.Symbolic.Rewriting;

namespace Flow.Experiments.Tests.Running.Derivation;

/// <summary>A rule of the derivation that is altered changes the printed text and the running code alike.</summary>
public class AlteredRuleTests
{
    private static readonly ulong Seed = SeedOfHomogeneousLagrange();

    /// <summary>d(x^q) = x^(q-1) dx, the exponent forgotten.</summary>
    [Fact]
    public void Wrong_power_rule_changes_text_and_code() => AssertBothChange(DerivationRules.Default with
    {
        Gradient = GradientRules.Default.With(typeof(Power), static (node, _, cotangent) =>
        {
            var power = (Power)node;
            return Algebra.Hadamard(cotangent, Power.Of(power.Base, power.Exponent - 1));
        }),
    });

    /// <summary>The product rule with a factor 3/2.</summary>
    [Fact]
    public void Wrong_product_rule_changes_text_and_code() => AssertBothChange(DerivationRules.Default with
    {
        Gradient = GradientRules.Default.With(typeof(Product), static (node, operand, cotangent) =>
            new Rational(3, 2) * GradientRules.Default.Cotangent(node, operand, cotangent)),
    });

    /// <summary>Euler's identity with twice the degree.</summary>
    [Fact]
    public void Wrong_degree_in_Eulers_identity_changes_text_and_code() => AssertBothChange(DerivationRules.Default with
    {
        Euler = HomogeneityRules.EulerWith(static (function, argument) =>
            function.Degrees[argument] is { } degree ? 2 * degree : null),
    });

    [Fact]
    public void Same_rules_change_neither()
    {
        var (first, second) = (ModelCase.Random(Seed), ModelCase.Random(Seed, rules: DerivationRules.Default));

        Assert.Equal(Text(first), Text(second));
        Assert.Equal(Trajectory(first), Trajectory(second));
    }

    private static void AssertBothChange(DerivationRules rules)
    {
        var (right, wrong) = (ModelCase.Random(Seed), ModelCase.Random(Seed, rules: rules));

        Assert.Equal(right.State, wrong.State);
        Assert.NotEqual(Text(right), Text(wrong));
        var difference = Trajectory(right).Zip(Trajectory(wrong), static (a, b) => Math.Abs(a - b)).Max();
        Assert.True(difference > 1e-6, $"the trajectory changes by {difference:E2} only");
    }

    private static string Text(ModelCase model) => string.Join(
        '\n',
        model.System.Equations.Select(static e => $"{e.State.Variable.Name}' = {TextPrinter.Print(e.Presented)}"));

    /// <summary>The state after ten steps of Euler's method, h = 0.01.</summary>
    private static double[] Trajectory(ModelCase model)
    {
        for (var step = 0; step < 10; step++)
        {
            var velocity = model.Velocity(new CpuBackend());
            model = model with { State = [.. model.State.Zip(velocity, static (y, v) => y + (0.01 * v))] };
        }

        return model.State;
    }

    /// <summary>A model where every rule has something to do: unit norms, degrees, decay on rho.</summary>
    private static ulong SeedOfHomogeneousLagrange() => Enumerable.Range(0, 2000).Select(static s => (ulong)s).First(
        static seed => ModelCase.Random(seed).System
            is { Parametrization.Name: "lagrange", Decay.IsPresent: true } system
            && system.Decay.Target == Networks.Parametrizations.DecayTarget.Rho
            && system.Model.Loss.Name is "square" or "(u-y)^2"
            && ModelCase.Random(seed).System.Model.IsHomogeneous);
}
