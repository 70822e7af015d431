using System.Globalization;
using Flow.Experiments.Randomness;

namespace Flow.Benchmarks.WorkPrecision;

/// <summary>A network whose kind is drawn from a seed.</summary>
/// <param name="Seed">The seed, also of the start.</param>
/// <param name="Kind">What was drawn, in words.</param>
/// <param name="Yaml">The experiment.</param>
internal sealed record RandomNetwork(int Seed, string Kind, string Yaml)
{
    /// <summary>The times at which errors are measured.</summary>
    public static readonly double[] Times = [1, 3, 10, 30, 60];

    private static readonly string[] Widths = ["8, 8", "16", "32", "64", "16, 16", "32, 32", "24, 24, 24"];
    private static readonly string[] Activations = ["tanh", "swish(1)", "swish(50)", "softplus(10)"];
    private static readonly string[] Losses = ["square", "square", "logistic", "exponential"];
    private static readonly string[] Parametrizations = ["lagrange", "lagrange", "unconstrained", "weight-norm"];
    private static readonly string[] Classes = ["3, 8", "1, 7", "4, 9", "0, 6"];
    private static readonly double[] Decays = [0, 1e-3, 1e-2];
    private static readonly double[] Sizes = [0.3, 1, 5, 20];
    private static readonly double[] Norms = [1, 1.5, 2.5];
    private static readonly int[] Counts = [60, 120, 200];

    private static readonly int[] SmoothWidths = [8, 16, 24, 32, 48, 64];
    private static readonly string[] SmoothActivations = ["swish(50)", "swish(1)", "tanh", "tanh"];
    private static readonly int[] SmoothCounts = [120, 357];

    /// <summary>Its name in files.</summary>
    public string Key => Text($"network {Seed}");

    /// <summary>The seed of a name.</summary>
    public static int SeedOf(string key) => int.Parse(key.AsSpan(key.IndexOf(' ') + 1), CultureInfo.InvariantCulture);

    /// <summary>The network of a seed by its set: `smooth` or `mixed`.</summary>
    public static RandomNetwork Of(string set, int seed) => set switch
    {
        "smooth" => Smooth(seed),
        "mixed" => Mixed(seed),
        _ => throw new ArgumentException($"no set of networks is named '{set}'; say smooth or mixed"),
    };

    /// <summary>Two to four layers of one width, swish or tanh, square loss, normalized weights with a scale rho, the
    /// digits 3 and 8.</summary>
    private static RandomNetwork Smooth(int seed)
    {
        var random = Xoshiro256StarStar.Stream(seed, "smooth-networks");
        T Draw<T>(T[] choices) => choices[random.NextInteger(choices.Length)];

        var widths = string.Join(", ", Enumerable.Repeat(Draw(SmoothWidths), Draw([1, 2, 3])));
        var (activation, rho, decay, count) = (
            Draw(SmoothActivations), Draw(Sizes), Draw(Decays), Draw(SmoothCounts));
        return new(
            seed,
            Text($"{Dashed(widths)} {activation} rho {rho} lambda {decay} N {count}"),
            Text($$"""
                data: {source: optdigits, classes: [3, 8], normalize: unit, limit: {{count}} }
                model: {widths: [{{widths}}], activation: {{activation}}, loss: square,
                  weightDecay: {lambda: {{decay}}, on: rho} }
                initialization: {kind: gaussian, seed: {{seed}}, rho: {{rho}} }
                flow: {tEnd: {{Times[^1]}} }
                backend: {threads: 1}
                """));
    }

    /// <summary>Several losses, parametrizations and pairs of digits too.</summary>
    private static RandomNetwork Mixed(int seed)
    {
        var random = Xoshiro256StarStar.Stream(seed, "work-precision");
        T Draw<T>(T[] choices) => choices[random.NextInteger(choices.Length)];

        var (widths, activation, loss) = (Draw(Widths), Draw(Activations), Draw(Losses));
        var (parametrization, classes, decay) = (Draw(Parametrizations), Draw(Classes), Draw(Decays));
        var (size, norm, count) = (Draw(Sizes), Draw(Norms), Draw(Counts));
        var (key, value) = parametrization == "lagrange" ? ("rho", size) : ("norm", norm);
        var layers = widths.Replace(", ", "-", StringComparison.Ordinal);
        return new(
            seed,
            Text($"{layers} {activation} {loss} {parametrization} {key} {value} lambda {decay} N {count}"),
            Text($$"""
                data: {source: optdigits, classes: [{{classes}}], normalize: unit, limit: {{count}} }
                model: {widths: [{{widths}}], activation: {{activation}}, loss: {{loss}}, weightDecay: {{decay}},
                  parametrization: {{parametrization}} }
                initialization: {kind: gaussian, seed: {{seed}}, {{key}}: {{value}} }
                flow: {tEnd: {{Times[^1]}} }
                backend: {threads: 1}
                """));
    }

    private static string Dashed(string widths) => widths.Replace(", ", "-", StringComparison.Ordinal);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
