using Flow.Backends;
using Flow.Networks.Derivation;
using Flow.Networks.Layers;
using Flow.Networks.Losses;
using Flow.Networks.Model;
using Flow.Networks.Parametrizations;
using Flow.Symbolic.Functions;

namespace Flow.Benchmarks.Peers;

/// <summary>A dense network and a number of samples, the same for this program and its peers.</summary>
/// <param name="Widths">Inputs, hidden widths, outputs.</param>
/// <param name="Samples">The number of samples.</param>
/// <param name="Precision">The arithmetic.</param>
/// <param name="Activation">The activation of the hidden layers.</param>
internal sealed record RhsCase(int[] Widths, int Samples, Precision Precision, string Activation = "relu")
{
    private static readonly (int[] Widths, int Samples)[] Networks =
    [
        ([2, 10, 1], 20),
        ([8, 32, 32, 1], 200),
        ([64, 32, 32, 1], 357),
        ([64, 128, 128, 1], 357),
        ([784, 256, 256, 1], 2048),
    ];

    /// <summary>Small to large, in both precisions.</summary>
    public static IEnumerable<RhsCase> All => Networks.SelectMany(static network => new[]
    {
        new RhsCase(network.Widths, network.Samples, Precision.Float64),
        new RhsCase(network.Widths, network.Samples, Precision.Float32),
    });

    /// <summary>"64-32-32-1, N=357".</summary>
    public string Name => $"{string.Join('-', Widths)}, N={Samples}"
        + (Activation == "relu" ? string.Empty : $", {Activation}");

    /// <summary>"float64" or "float32".</summary>
    public string Arithmetic => Precision == Precision.Float64 ? "float64" : "float32";

    /// <summary>The flow in normalized coordinates, square loss, decay on rho.</summary>
    public FlowSystem Derive()
    {
        var hidden = Widths[1..^1].SelectMany(width => new Layer[]
        {
            new Dense(width, false),
            new Activation(ScalarFunctionCatalog.Parse(Activation)),
        });
        var model = NetworkModel.Build(Widths[0], [.. hidden], Widths[^1], false, LossCatalog.Parse("square"));
        return FlowDerivation.Derive(model, new Lagrange(), new WeightDecay(true, DecayTarget.Rho, false));
    }
}
