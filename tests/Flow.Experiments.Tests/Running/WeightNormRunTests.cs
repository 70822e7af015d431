using Flow.Experiments.Configuration;
using Flow.Experiments.Initialization;
using Flow.Experiments.Outputs;
using Flow.Experiments.Running;

namespace Flow.Experiments.Tests.Running;

/// <summary>Runs of weight normalization from the text of an experiment file to the files of a run directory.</summary>
public class WeightNormRunTests
{
    private const string Yaml = """
        name: small
        data: {source: gaussian, count: 12, dimension: 4, seed: 1}
        model: {widths: [5], activation: tanh, loss: square, parametrization: weight-norm, weightDecay: 0.01}
        initialization: {kind: gaussian, norm: 0.7, g: [1.2, 0.8], seed: 2}
        flow: {solver: dopri5, rtol: 1e-9, atol: 1e-12, tEnd: 2, samples: {kind: linear, count: 3}}
        backend: {kind: cpu, threads: 1}
        """;

    [Fact]
    public void Run_keeps_the_norms_of_v_and_records_the_scales()
    {
        using var directory = new TemporaryDirectory();
        var experiment = Assemble(Yaml);

        var result = new FlowRun(experiment, directory.File("run")).Run();

        Assert.True(result.Integration.Status.IsSuccess);
        var arrays = NpzReader.Read(Path.Combine(directory.File("run"), "weights-last.npz")).ToDictionary(a => a.Name);
        Assert.Equal(["g_1", "g_2", "v_1", "v_2"], arrays.Keys.Order());
        for (var k = 1; k <= 2; k++)
        {
            Assert.Equal(0.7, Math.Sqrt(arrays[$"v_{k}"].Values.Sum(static v => v * v)), 1e-8);
            Assert.Equal(arrays[$"g_{k}"].Values[0], result.Final[$"norm_{k}"], 1e-12);
        }

        Assert.Equal(result.Final["norm_1"] * result.Final["norm_2"], result.Final["rho"], 1e-12);
        Assert.Equal(-Math.Pow(result.Final["grad_norm"], 2), result.Final["energy_rate"], 1e-12);
    }

    [Fact]
    public void State_written_to_a_file_is_the_state_read_from_it()
    {
        using var directory = new TemporaryDirectory();
        var experiment = Assemble(Yaml.Replace("g: [1.2, 0.8]", "g: [1.2, -0.8]", StringComparison.Ordinal));
        var weights = StateVector.ToWeights(experiment.InitialState, experiment.System);
        var shapes = Experiment.WeightShapes(experiment.Model);
        NpzWriter.Write(directory.File("w.npz"), WeightFile.ToArrays(weights, "weight-norm", shapes));

        var back = Assemble(Yaml.Replace(
            "{kind: gaussian, norm: 0.7, g: [1.2, 0.8], seed: 2}",
            $"{{kind: file, path: {directory.File("w.npz")}}}",
            StringComparison.Ordinal));

        Assert.Equal(experiment.InitialState, back.InitialState);
    }

    [Fact]
    public void Scales_start_at_one_when_the_file_gives_none()
    {
        var experiment = Assemble(Yaml.Replace("g: [1.2, 0.8], ", string.Empty, StringComparison.Ordinal));

        var weights = StateVector.ToWeights(experiment.InitialState, experiment.System);

        Assert.Equal([1, 1], weights.Scales);
    }

    private static Experiment Assemble(string yaml) =>
        Experiment.Assemble(ConfigReader.ReadText(yaml, "small.yaml", RepositoryFiles.Root, Catalogs.Names));
}
