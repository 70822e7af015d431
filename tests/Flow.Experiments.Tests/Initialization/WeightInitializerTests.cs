using System.Text.Json;
using Flow.Experiments.Configuration;
using Flow.Experiments.Data;
using Flow.Experiments.Initialization;

namespace Flow.Experiments.Tests.Initialization;

public class WeightInitializerTests
{
    private static readonly int[][] Shapes = [[32, 64], [32, 32], [1, 32]];

    [Fact]
    public void Sine_follows_the_formula_with_layers_counted_from_one()
    {
        var sine = new SineCoefficients { A = 0.1, B = 0.2, C = 0.3, D = 0.4, E = 0.5 };
        double[][] weights = WeightInitializer.Sine([[2, 3], [4, 2, 2, 2]], sine);

        Assert.Equal(Math.Sin(0.1 + 0.2 + (0.3 * 2) + (0.4 * 2) + 0.5), weights[0][5], 13);
        Assert.Equal(Math.Sin(0.1 + (0.2 * 3) + (0.3 * 5) + (0.4 * 15) + 1.0), weights[1][(3 * 8) + 5], 13);
        Assert.Equal(32, weights[1].Length);
    }

    [Theory]
    [InlineData("lagrange", "rho: 2.5", 1.0, 2.5)]
    [InlineData("unconstrained", "norm: 3", 3.0, 1.0)]
    [InlineData("weight-norm", "norm: 0.5, g: [4, 5, 6]", 0.5, 1.0)]
    public void Every_layer_starts_with_the_norm_of_its_parametrization(
        string parametrization, string options, double norm, double rho)
    {
        foreach (string kind in (string[])["gaussian", "sine"])
        {
            InitialWeights start = Create(parametrization, $"{{kind: {kind}, {options}}}");

            Assert.All(start.Weights, weights => Assert.Equal(norm, Norm(weights), 13));
            Assert.Equal(rho, start.Rho);
            Assert.Equal(parametrization == "weight-norm" ? [4, 5, 6] : [], start.Scales);
            Assert.All(start.Biases, Assert.Null);
        }
    }

    [Fact]
    public void Weight_norm_scales_are_one_when_none_are_given() =>
        Assert.Equal([1, 1, 1], Create("weight-norm", "{kind: gaussian}").Scales);

    [Fact]
    public void Gaussian_depends_on_the_seed_only()
    {
        double[][] first = WeightInitializer.Gaussian(Shapes, 3);

        Assert.Equal(first, WeightInitializer.Gaussian(Shapes, 3));
        Assert.NotEqual(first[0], WeightInitializer.Gaussian(Shapes, 4)[0]);
        Assert.InRange(first[0].Average(value => value * value), 0.9, 1.1);
    }

    [Fact]
    public void Zero_layer_is_refused()
    {
        var failure = Assert.Throws<ConfigurationException>(
            () => Create("lagrange", "{kind: sine, coefficients: {a: 0, b: 0, c: 0, d: 0, e: 0}}"));

        Assert.Matches("^run.yaml:2:.*layer 1 would start at zero.*; change the coefficients", failure.Message);
    }

    /// <summary>Digits, sine weights and a plain forward pass give the outputs of an independent program.</summary>
    [SkippableTheory]
    [InlineData("lm-relu-square", "classes: [3, 8]")]
    [InlineData("lm-tanh-square", "classes: [3, 8]")]
    [InlineData("lm-relu-multiclass", "targets: one-hot")]
    [InlineData("raw-relu-square", "classes: [3, 8]")]
    public void Start_and_data_reproduce_the_reference_outputs(string name, string data)
    {
        string text = File.ReadAllText(RepositoryFiles.Shared("reference/gradients.json"));
        using JsonDocument reference = JsonDocument.Parse(text);
        JsonElement golden = reference.RootElement.GetProperty("cases").EnumerateArray()
            .Single(entry => entry.GetProperty("name").GetString() == name);
        int[][] shapes =
        [
            .. golden.GetProperty("shapes").EnumerateArray()
                .Select(shape => shape.EnumerateArray().Select(size => size.GetInt32()).ToArray()),
        ];
        double norm = golden.TryGetProperty("scale", out JsonElement given) ? given.GetDouble() : 1;
        double[][] weights = WeightInitializer.Sine(shapes, new SineCoefficients());
        foreach (double[] layer in weights)
        {
            Assert.True(WeightInitializer.Rescale(layer, norm));
        }

        Dataset digits = TestData.Load($"{{source: optdigits, {data}, normalize: unit}}");
        Func<double, double> activation = TestData.Activation(golden.GetProperty("activation").GetString()!);
        double[] outputs =
        [
            .. Enumerable.Range(0, digits.Count)
                .SelectMany(n => Forward(weights, activation, TestData.Input(digits, n))),
        ];

        JsonElement f = golden.GetProperty("f");
        AssertClose(f.GetProperty("norm").GetDouble(), Norm(outputs));
        AssertClose(f.GetProperty("sum").GetDouble(), outputs.Sum());
        AssertClose(f.GetProperty("last").GetDouble(), outputs[^1]);
    }

    private static double[] Forward(double[][] weights, Func<double, double> activation, double[] input)
    {
        double[] value = input;
        for (int k = 0; k < weights.Length; k++)
        {
            int columns = value.Length;
            double[] layer = weights[k];
            double[] previous = value;
            value = [.. Enumerable.Range(0, layer.Length / columns)
                .Select(i => Enumerable.Range(0, columns).Sum(j => layer[(i * columns) + j] * previous[j]))];
            value = k == weights.Length - 1 ? value : Array.ConvertAll(value, z => activation(z));
        }

        return value;
    }

    private static InitialWeights Create(string parametrization, string initialization)
    {
        ConfigDocument document = ConfigReader.ReadText(
            $"{{data: {{}}, model: {{widths: [32, 32], parametrization: {parametrization}}},\n"
            + $"initialization: {initialization}}}",
            "run.yaml", "/", TestCatalogs.Names);
        return WeightInitializer.Create(document.Config, Shapes, document.Positions);
    }

    private static void AssertClose(double expected, double actual) =>
        Assert.InRange(Math.Abs(actual - expected) / Math.Abs(expected), 0, 1e-11);

    private static double Norm(double[] values) => Math.Sqrt(values.Sum(value => value * value));
}
