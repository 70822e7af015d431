using Flow.Experiments.Configuration;
using FsCheck;
using FsCheck.Fluent;

namespace Flow.Experiments.Tests.Configuration;

public class ConfigWriterTests
{
    [Fact]
    public void Any_configuration_comes_back_equal()
    {
        using var directory = new TemporaryDirectory();
        string file = directory.Write("a file: with 'odd' #name", "x");

        Prop.ForAll(ConfigGenerator.Configs(file).ToArbitrary(), config =>
        {
            string text = ConfigWriter.Write(config);
            ExperimentConfig back = ConfigReader.ReadText(text, "other.yaml", "/", TestCatalogs.Names).Config;
            Assert.True(config == back, $"{config}\n{back}\n{text}");
            Assert.Equal(text, ConfigWriter.Write(back));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
    }

    [Fact]
    public void Every_key_of_the_contract_is_written_out()
    {
        string text = ConfigWriter.Write(ConfigReader.ReadText(
            "data: {}\nmodel: {widths: [3], activation: relu}\n", "run.yaml", "/", TestCatalogs.Names).Config);

        foreach (string line in (string[])
            [
                "name: run", "  source: optdigits", "  targets: one-hot", "  normalize: none", "  limit: null",
                "  shape: null", "  labelNoise: 0", "  test: null", "  - dense:", "      units: 3",
                "  - activation: relu", "  output: null", "  bias: false", "  loss: square",
                "  parametrization: lagrange",
                "    lambda: 0", "    on: rho", "    decayAll: false", "  kind: gaussian", "  norm: 1", "  rho: 1",
                "  solver: auto", "  rtol: 1E-06", "  atol: 1E-09", "  tEnd: 100", "    kind: linear", "    count: 201",
                "    exact: false", "  step: null", "  controller: null", "  maxStep: .inf", "  maxSteps: 1000000000",
                "  maxSeconds: .inf", "  checkpointSeconds: 60", "  certify: false", "  modified: null",
                "  stop: null",
                "  algorithm: sgd", "  learningRate: 0.1", "  momentum: 0",
                "  nesterov: false", "    kind: constant", "  batchSize: 128", "  sampling: without-replacement",
                "  shuffle: true", "  epochs: 1000",
                "  steps: null", "    kind: log", "    count: 200", "  learningRates: [0.2, 0.1, 0.05]", "  seeds: 5",
                "  modifiedFlow: true",
                "observables: []", "  kind: cpu", "  threads: null", "  precision: float64",
                "  directory: \"runs/run\"", "  report: true", "  weights: last",
            ])
        {
            Assert.Contains(line + "\n", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Contract_sections_come_in_the_order_of_the_contract()
    {
        string text = ConfigWriter.Write(ConfigReader.ReadText(
            "data: {}\nmodel: {widths: [3]}\n", "run.yaml", "/", TestCatalogs.Names).Config);

        Assert.Equal(
            ["name", "data", "model", "initialization", "flow", "train", "compare", "observables", "backend", "output"],
            text.Split('\n').Where(line => line.Length > 0 && line[0] != ' ').Select(line => line.Split(':')[0]));
    }
}
