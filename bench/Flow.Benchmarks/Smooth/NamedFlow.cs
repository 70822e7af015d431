using System.Globalization;

namespace Flow.Benchmarks.Smooth;

/// <summary>A flow of the digits 3 and 8 from the sine start.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Hidden">The widths of the hidden layers.</param>
/// <param name="Activation">swish(50) or tanh.</param>
/// <param name="Lambda">The decay of rho.</param>
/// <param name="Rho">rho(0).</param>
/// <param name="Count">The number of samples.</param>
internal sealed record NamedFlow(string Name, int[] Hidden, string Activation, double Lambda, double Rho, int Count)
{
    /// <summary>The times at which errors are measured.</summary>
    public static readonly double[] Times = [1, 2, 5, 10, 20, 50, 100];

    private static readonly NamedFlow[] All =
    [
        new("flow-swish50", [32, 32], "swish(50)", 1e-2, 1, 357),
        new("flow-tanh-nowd", [16], "tanh", 0, 1, 357),
        new("flow-rho10", [32, 32], "swish(50)", 1e-2, 10, 357),
        new("flow-swish50-small", [8], "swish(50)", 1e-2, 1, 60),
    ];

    /// <summary>The experiment.</summary>
    public string Yaml => string.Create(CultureInfo.InvariantCulture, $$"""
        data: {source: optdigits, classes: [3, 8], normalize: unit, limit: {{Count}} }
        model: {widths: [{{string.Join(", ", Hidden)}}], activation: {{Activation}},
          weightDecay: {lambda: {{Lambda}}, on: rho} }
        initialization: {kind: sine, rho: {{Rho}} }
        flow: {tEnd: {{Times[^1]}} }
        backend: {threads: 1}
        """);

    /// <summary>The flow of a name.</summary>
    public static NamedFlow Find(string name) => All.FirstOrDefault(flow => flow.Name == name)
        ?? throw new ArgumentException(
            $"no smooth flow is named '{name}'; say {string.Join(", ", All.Select(static flow => flow.Name))}");
}
