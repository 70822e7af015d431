using System.Collections.Immutable;
using Flow.Backends;
using Flow.Networks.Derivation;
using Flow.Networks.Layers;
using Flow.Networks.Losses;
using Flow.Networks.Model;
using Flow.Networks.Parametrizations;
using Flow.Symbolic.Functions;

namespace Flow.Benchmarks.Peers;

/// <summary>A network and a number of samples, the same for this program and its peers.</summary>
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

    private static readonly ImageShape Image = new(3, 32, 32);

    /// <summary>Small to large, in both precisions.</summary>
    public static IEnumerable<RhsCase> All => Networks.Select(static network => new RhsCase(
            network.Widths, network.Samples, Precision.Float64))
        .Append(new([Image.Channels * Image.Height * Image.Width, 1], 256, Precision.Float64)
        {
            Channels = [32, 64, 64, 128],
        })
        .SelectMany(static network => new[] { network, network with { Precision = Precision.Float32 } });

    /// <summary>The channels of 3x3 convolutions with stride 2 and padding 1 on 3x32x32 images, before the dense
    /// layers; none for a dense network.</summary>
    public ImmutableArray<int> Channels { get; init; } = [];

    /// <summary>"64-32-32-1, N=357".</summary>
    public string Name => (Channels.IsEmpty
            ? string.Join('-', Widths)
            : $"{string.Join('-', Channels)} convolutions, 3x32x32")
        + $", N={Samples}" + (Activation == "relu" ? string.Empty : $", {Activation}");

    /// <summary>"float64" or "float32".</summary>
    public string Arithmetic => Precision == Precision.Float64 ? "float64" : "float32";

    /// <summary>The flow in normalized coordinates, square loss, decay on rho.</summary>
    public FlowSystem Derive()
    {
        var activation = ScalarFunctionCatalog.Parse(Activation);
        var images = Channels.SelectMany(channels => new Layer[]
        {
            new Convolution2D(channels, kernel: 3, stride: 2, padding: 1, hasBias: false),
            new Activation(activation),
        });
        var hidden = Widths[1..^1].SelectMany(width => new Layer[]
        {
            new Dense(width, false),
            new Activation(activation),
        });
        Layer[] flat = Channels.IsEmpty ? [] : [new Flatten()];
        var model = NetworkModel.Build(
            Widths[0], [.. images, .. flat, .. hidden], Widths[^1], false, LossCatalog.Parse("square"), Image);
        return FlowDerivation.Derive(model, new Lagrange(), new WeightDecay(true, DecayTarget.Rho, false));
    }
}
