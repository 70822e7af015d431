using Flow.Networks.Derivation;
using Flow.Networks.Layers;
using Flow.Networks.Losses;
using Flow.Networks.Model;
using Flow.Networks.Parametrizations;
using Flow.Symbolic.Functions;
using Flow.Symbolic.Printing;

namespace Flow.Networks.Tests.Derivation;

/// <summary>Small networks and their derived flows.</summary>
internal static class Networks
{
    /// <summary>d_0 inputs, hidden layers of the widths given, the activation between.</summary>
    public static NetworkModel Build(
        int[] hidden,
        string activation,
        string loss = "square",
        int inputs = 5, int outputs = 1, bool hasBias = false) =>
        NetworkModel.Build(
            inputs,
            hidden.SelectMany(width => new Layer[]
            {
                new Dense(width, hasBias), new Activation(ScalarFunctionCatalog.Parse(activation)),
            }),
            outputs,
            hasBias,
            LossCatalog.Parse(loss));

    public static FlowSystem Lagrange(NetworkModel model, DecayTarget? decay = DecayTarget.Rho) =>
        FlowDerivation.Derive(model, new Lagrange(), Decay(decay));

    public static FlowSystem Unconstrained(NetworkModel model, DecayTarget? decay = DecayTarget.Layers) =>
        FlowDerivation.Derive(model, new Unconstrained(), Decay(decay));

    /// <summary>The equations as they are printed, by the name of the variable.</summary>
    public static Dictionary<string, string> Text(FlowSystem system, PrintOptions? options = null) =>
        system.Equations.ToDictionary(
            static e => e.State.Variable.Name, e => TextPrinter.Print(e.Presented, options ?? OneOutput(system)));

    public static PrintOptions OneOutput(FlowSystem system) => PrintOptions.Default with
    {
        Trivial = system.Model.Sizes[system.Model.Outputs] == 1 ? [system.Model.Outputs] : [],
    };

    private static WeightDecay Decay(DecayTarget? decay) =>
        new(decay is not null, decay ?? DecayTarget.Rho, false);
}
