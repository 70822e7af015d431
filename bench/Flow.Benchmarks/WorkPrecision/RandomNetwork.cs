using System.Globalization;
using Flow.Experiments.Randomness;

namespace Flow.Benchmarks.WorkPrecision;

/// <summary>A network whose kind is drawn from a seed: widths, activation, loss, parametrization, decay, size of the
/// start, data.</summary>
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

    /// <summary>The network of a seed.</summary>
    public static RandomNetwork Of(int seed)
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

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
