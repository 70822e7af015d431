using Flow.Networks.Derivation;
using Flow.Networks.Parametrizations;
using Flow.Symbolic.Functions;

namespace Flow.Networks.Tests.Derivation;

public class InvariantTests
{
    public static TheoryData<string> Activations()
    {
        var data = new TheoryData<string> { "max(z,0)^2", "z+z^3", "sin(z)+z", "z*sigmoid(3*z)" };
        foreach (var entry in ScalarFunctionCatalog.All)
        {
            data.Add(entry.Name);
        }

        return data;
    }

    public static TheoryData<string, string, string> Homogeneous() => new()
    {
        // ||W_k||^2/p_k - ||W_{k+1}||^2/p_{k+1}, p_k = p^(L-k) for activations of degree p.
        { "relu", "‖W₁‖² − ‖W₂‖²", "‖W₂‖² − ‖W₃‖²" },
        { "leaky-relu(0.1)", "‖W₁‖² − ‖W₂‖²", "‖W₂‖² − ‖W₃‖²" },
        { "linear", "‖W₁‖² − ‖W₂‖²", "‖W₂‖² − ‖W₃‖²" },
        { "max(z,0)^2", "‖W₁‖²/4 − ‖W₂‖²/2", "‖W₂‖²/2 − ‖W₃‖²" },
        { "max(z,0)^3", "‖W₁‖²/9 − ‖W₂‖²/3", "‖W₂‖²/3 − ‖W₃‖²" },
    };

    [Theory]
    [MemberData(nameof(Activations))]
    public void Norms_of_directions_are_proved_constant_for_every_activation(string activation)
    {
        foreach (var decay in new DecayTarget?[] { DecayTarget.Rho, DecayTarget.Layers, null })
        {
            foreach (var hasBias in new[] { false, true })
            {
                var system = Networks.Lagrange(Networks.Build([4, 3], activation, hasBias: hasBias), decay);

                Assert.Equal(3, system.Invariants.Length);
                Assert.All(system.Invariants, static i => Assert.Equal(InvariantLaw.Constant, i.Law));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Homogeneous))]
    public void Norm_differences_are_constant_without_decay(string activation, string first, string second)
    {
        foreach (var loss in new[] { "square", "exponential", "logistic" })
        {
            var system = Networks.Unconstrained(Networks.Build([4, 3], activation, loss), null);

            Assert.Equal([first, second], system.Invariants.Select(static i => i.Quantity.ToString()));
            Assert.All(system.Invariants, static i => Assert.Equal(InvariantLaw.Constant, i.Law));
        }
    }

    [Theory]
    [MemberData(nameof(Homogeneous))]
    public void Norm_differences_decay_with_decay_on_layers(string activation, string first, string second)
    {
        var system = Networks.Unconstrained(Networks.Build([4, 3], activation), DecayTarget.Layers);

        Assert.Equal([first, second], system.Invariants.Select(static i => i.Quantity.ToString()));
        Assert.All(system.Invariants, static i => Assert.Equal(InvariantLaw.DecaysWithWeightDecay, i.Law));
    }

    /// <summary>
    /// d(||W_k||^2 - ||W_j||^2)/dt = -4 lambda rho^2 + 4 lambda rho^2: the penalty rho^2 is of degree 2 in each.
    /// </summary>
    [Fact]
    public void Norm_differences_are_constant_with_decay_on_rho_for_degree_1_only()
    {
        var first = Networks.Unconstrained(Networks.Build([4, 3], "relu"), DecayTarget.Rho);
        var second = Networks.Unconstrained(Networks.Build([4, 3], "max(z,0)^2"), DecayTarget.Rho);

        Assert.All(first.Invariants, static i => Assert.Equal(InvariantLaw.Constant, i.Law));
        Assert.All(second.Invariants, static i => Assert.Equal(InvariantLaw.Unproved, i.Law));
    }

    [Theory]
    [InlineData("tanh")]
    [InlineData("swish(5)")]
    [InlineData("softplus(2)")]
    [InlineData("z+z^3")]
    public void Nothing_is_claimed_of_norm_differences_without_homogeneity(string activation)
    {
        var system = Networks.Unconstrained(Networks.Build([4, 3], activation), null);

        Assert.DoesNotContain(system.Invariants, static i => i.Law != InvariantLaw.Unproved);
    }

    /// <summary>With biases f is homogeneous in the last weight only where that layer has none.</summary>
    [Fact]
    public void Nothing_is_claimed_of_norm_differences_with_biases()
    {
        var system = Networks.Unconstrained(Networks.Build([4, 3], "relu", hasBias: true), null);

        Assert.DoesNotContain(system.Invariants, static i => i.Law != InvariantLaw.Unproved);
    }
}
