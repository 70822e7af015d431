using Flow.Experiments.Analyzing;
using Flow.Experiments.Configuration;
using Flow.Experiments.Running;
using Flow.Experiments.Tests.Running;
using Flow.Integrators;
using Flow.Integrators.Spaces;

namespace Flow.Experiments.Tests.Analyzing;

/// <summary>A small experiment whose flow is integrated for a while and then analyzed.</summary>
internal static class AnalysisCase
{
    public static Experiment Assemble(
        string model, string data, string start = "{seed: 2}", double time = 200) =>
        Experiment.Assemble(ConfigReader.ReadText(
            FormattableString.Invariant($$"""
            name: small
            data: {{data}}
            model: {{model}}
            initialization: {{start}}
            flow: {rtol: 1e-6, atol: 1e-9, tEnd: {{time}}, samples: {kind: linear, count: 2} }
            backend: {kind: cpu, threads: 1}
            """),
            "small.yaml", RepositoryFiles.Root, Catalogs.Names));

    /// <summary>The state at the end of the flow.</summary>
    public static double[] End(Experiment experiment)
    {
        using var flow = new FlowHarness(experiment);
        var settings = new IntegrationSettings { Tolerances = new(1e-6, 1e-9) };
        var result = flow.Run("tsit5", experiment.Config.Flow.TEnd, settings);
        Assert.True(result.Status.IsSuccess, result.Report);
        return ((ArrayVector)result.State).Values;
    }

    public static AnalysisResult Analyze(Experiment experiment, SpectrumMethod method = SpectrumMethod.Auto) =>
        new FlowAnalysis(experiment) { Method = method }.Run(End(experiment), "flow");
}
