using Flow.Experiments.Comparing;
using Flow.Experiments.Configuration;
using Flow.Experiments.Running;

namespace Flow.Experiments.Tests.Comparing;

/// <summary>Discrete steps against the flow, order 1, and against the modified flow, order 2.</summary>
public class ModifiedFlowTests
{
    private const string Smooth = "{widths: [6], activation: tanh, parametrization: unconstrained, weightDecay: 0.01}";
    private const string Spheres = "{widths: [6, 5], activation: tanh, parametrization: lagrange, weightDecay: 0.01}";

    [Theory]
    [InlineData(Smooth, "{algorithm: gd}")]
    [InlineData(Smooth, "{algorithm: gd, momentum: 0.6}")]
    [InlineData(Smooth, "{algorithm: gd, momentum: 0.6, nesterov: true}")]
    [InlineData(Spheres, "{algorithm: projected, batchSize: null}")]
    [InlineData(Spheres, "{algorithm: projected, batchSize: null, momentum: 0.5}")]
    [InlineData(Spheres, "{algorithm: projected, batchSize: null, momentum: 0.5, nesterov: true}")]
    [InlineData("{widths: [6], activation: tanh, parametrization: weight-norm}", "{algorithm: gd}")]
    public void Steps_follow_the_flow_to_first_and_the_modified_flow_to_second_order(string model, string train)
    {
        using var directory = new TemporaryDirectory();

        var result = new FlowComparison(Assemble(model, train, Rates(model, train)), directory.File("run")).Run();

        Assert.InRange(result.Slopes["distance"], 0.95, 1.05);
        Assert.InRange(result.Slopes["modified_distance"], 1.9, 2.1);
        Assert.All(result.Runs, static run => Assert.InRange(
            run.Final["modified_distance"], 1e-9, 0.3 * run.Final["distance"]));
    }

    [Theory]
    [InlineData("{widths: [6], activation: relu}", "{algorithm: gd}", "kink")]
    [InlineData("{widths: [6], activation: tanh}", "{batchSize: 5}", "on average")]
    [InlineData("{widths: [6], activation: tanh}", "{batchSize: 5, shuffle: false}", "on average")]
    public void Steps_without_a_modified_flow_say_why(string model, string train, string expected)
    {
        using var directory = new TemporaryDirectory();
        var comparison = new FlowComparison(Assemble(model, train, "0.1", "1e-4"), directory.File("run"));

        var result = comparison.Run();

        Assert.Contains(expected, comparison.ModifiedObjection, StringComparison.Ordinal);
        Assert.False(result.Slopes.ContainsKey("modified_distance"));
        Assert.False(File.Exists(Path.Combine(directory.File("run"), "modified.csv")));
    }

    /// <summary>0.2/sharpness and its halves, the sharpness along the flow; a tenth with momentum.</summary>
    private static string Rates(string model, string train)
    {
        using var directory = new TemporaryDirectory();
        var sharpness = new FlowComparison(Assemble(model, train, "0.01"), directory.File("run")).Run()
            .LargestSharpness;
        var largest = 0.2 / sharpness * (train.Contains("momentum", StringComparison.Ordinal) ? 0.1 : 1);
        return string.Join(
            ", ", Enumerable.Range(0, 4).Select(k => Math.ScaleB(largest, -k).ToString("R", null)));
    }

    private static Experiment Assemble(string model, string train, string rates, string rtol = "1e-11") =>
        Experiment.Assemble(ConfigReader.ReadText(
            $$"""
            name: small
            data: {source: gaussian, count: 24, dimension: 5, seed: 1}
            model: {{model}}
            initialization: {seed: 2}
            train: {{train}}
            compare: {learningRates: [{{rates}}], seeds: 1}
            flow: {solver: dop853, rtol: {{rtol}}, atol: 1e-13, tEnd: 2, samples: {kind: linear, count: 3} }
            backend: {kind: cpu, threads: 1}
            """, "small.yaml", RepositoryFiles.Root, Catalogs.Names));
}
