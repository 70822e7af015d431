using System.Text.Json;
using Flow.Experiments.Certifying;
using Flow.Experiments.Configuration;
using Flow.Experiments.Outputs;
using Flow.Experiments.Running;

namespace Flow.Experiments.Tests.Nonsmooth;

/// <summary>Runs of the solver that locates kinks, from the file to the results.</summary>
public sealed class KinkedRunTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public void Run_counts_what_it_meets_at_kinks()
    {
        var result = Run();
        var kinks = result.Integration.Statistics.Kinks;
        Assert.True(kinks.Crossings > 0);
        Assert.Equal(kinks.Crossings, result.KinkCrossings);
        Assert.Equal(kinks.Crossings, result.Final["kink_crossings"]);
        Assert.Equal(kinks.SlidingPairs, result.Final["sliding_pairs"]);
        Assert.Contains($"{kinks.Crossings} kinks", result.Accuracy, StringComparison.Ordinal);
        var table = CsvTable.Read(_directory.File("trajectory.csv"));
        Assert.True(table.Column("kink_crossings").Zip(table.Column("kink_crossings").Skip(1)).All(
            static pair => pair.First <= pair.Second));
        Assert.All(table.Column("sliding_pairs"), static count => Assert.True(count >= 0));
        using var summary = JsonDocument.Parse(File.ReadAllText(_directory.File("summary.json")));
        var statistics = summary.RootElement.GetProperty("statistics");
        Assert.Equal(kinks.Crossings, statistics.GetProperty("kinks").GetProperty("crossings").GetInt64());
        Assert.Equal(kinks.Forwards, statistics.GetProperty("forwardEvaluations").GetInt64());
    }

    // pab locates kinks to 1e-11 of the largest |z|, which is at most 1 here; filippov holds z to its tolerance. That z
    // rests at 0 while the mask moves also shows that sample and unit are the right ones.
    [Theory]
    [InlineData("pab", 1e-10)]
    [InlineData("filippov", 1e-6)]
    public void Pairs_that_slide_are_recorded_with_their_masks(string solver, double rest)
    {
        var kinks = Run($"flow.solver={solver}").Integration.Statistics.Kinks;
        var table = CsvTable.Read(_directory.File("sliding.csv"));
        Assert.InRange(table.Column("slide").Distinct().Count(), 1, (int)Math.Min(kinks.SlidesEntered, 16));
        Assert.All(table.Column("sample"), static n => Assert.InRange(n, 1, 20));
        Assert.All(table.Column("unit"), static u => Assert.InRange(u, 1, 13));
        var (z, mask, slides) = (table.Column("z"), table.Column("mask"), table.Column("sliding"));
        for (var i = 0; i < z.Length; i++)
        {
            Assert.InRange(mask[i], 0, 1);
            Assert.True(slides[i] == 1 ? Math.Abs(z[i]) <= rest : mask[i] is 0 or 1);
        }

        Assert.Contains(mask, static m => m is > 0 and < 1);
        Assert.Contains(z, value => Math.Abs(value) > 100 * rest);
    }

    [Fact]
    public void Solver_without_sliding_records_none()
    {
        Assert.Contains(Run().Files, static file => file.EndsWith("sliding.csv", StringComparison.Ordinal));
        Run("flow.solver=dopri5");
        Assert.False(File.Exists(_directory.File("sliding.csv")));
    }

    /// <summary>Stepped over with a small fixed step, each kink costs an error of first order in it.</summary>
    [Fact]
    public void Located_and_overstepped_kinks_lead_to_the_same_state()
    {
        var (located, stepped) = (Run(), Run("flow.solver=rk4", "flow.step=0.002"));
        Assert.Equal(stepped.Final["rho"], located.Final["rho"], 1e-4);
        Assert.Equal(stepped.Final["loss"], located.Final["loss"], 1e-4);
        Assert.False(stepped.Final.ContainsKey("sliding_pairs"));
    }

    [Fact]
    public void Stop_conditions_see_the_counts()
    {
        var result = Run("flow.stop=kink_crossings > 3");
        Assert.Equal("stopped", result.Integration.Status.Name);
        Assert.InRange(result.Integration.Time, 0, 19.9);
    }

    [Theory]
    [InlineData("pab")]
    [InlineData("filippov")]
    public void Stop_condition_is_met_inside_a_step(string solver)
    {
        var whole = Run($"flow.solver={solver}");
        var level = (1 + whole.Final["rho"]) / 2;
        var stopped = Run($"flow.solver={solver}", FormattableString.Invariant($"flow.stop=rho > {level:R}"));
        Assert.Equal("stopped", stopped.Integration.Status.Name);
        Assert.Equal(level, stopped.Final["rho"], 1e-12);
        Assert.True(stopped.KinkCrossings > 0 && stopped.KinkCrossings < whole.KinkCrossings);
    }

    [Fact]
    public void Certificate_comes_from_divided_steps_and_covers_the_error()
    {
        string[] coarse = ["flow.step=0.1", "flow.certify=true"];
        var result = Run(coarse);
        var certificate = result.Certificate!;
        Assert.DoesNotContain("kinks", certificate.Reason ?? string.Empty, StringComparison.Ordinal);
        Assert.Equal(Math.Sqrt(2), certificate.Details!.RefinementFactor);
        Assert.DoesNotContain("grad_norm", certificate.Errors.Keys.Concat(certificate.Details.Uncertified.Keys));
        Assert.Null(certificate.Details.Audit);
        var fine = Run("flow.step=0.005");
        foreach (var name in new[] { "rho", "loss" }.Where(certificate.Errors.ContainsKey))
        {
            Assert.InRange(
                Math.Abs(fine.Final[name] - result.Final[name]), 0, certificate.Errors[name]);
        }

        Assert.NotEqual(FlowCertificate.Uncertified, certificate.Status);
    }

    // One companion with steps twice as long, one with half of them: 2.5 times the evaluations, at most 3.5.
    [Fact]
    public void Certificate_of_chosen_steps_is_bracketed_by_a_coarser_and_a_finer_run()
    {
        var result = Run("flow.rtol=1e-5", "flow.atol=1e-8", "flow.certify=true");
        var details = result.Certificate!.Details!;
        Assert.Equal(2, details.RefinementFactor);
        var steps = details.Companions.Select(run => run.Statistics.AcceptedSteps).ToArray();
        var own = result.Integration.Statistics;
        Assert.Equal(2, steps.Length);
        Assert.True(steps[0] < own.AcceptedSteps && own.AcceptedSteps < steps[1]);
        Assert.InRange(details.RhsEvaluations, own.FieldEvaluations, 3.5 * own.FieldEvaluations);
        var fine = Run("flow.rtol=1e-9", "flow.atol=1e-12");
        foreach (var (name, estimate) in result.Certificate.Errors)
        {
            Assert.InRange(Math.Abs(fine.Final[name] - result.Final[name]), 0, estimate);
        }

        Assert.NotEqual(FlowCertificate.Uncertified, result.Certificate.Status);
    }

    [Fact]
    public void Certificate_is_refused_where_kinks_of_two_samples_coincide()
    {
        File.WriteAllText(_directory.File("twice.csv"), "1,2,0\n3,-1,1\n-2,-4,1\n0.5,1.5,0\n");
        var data = $"data={{source: csv, path: '{_directory.File("twice.csv")}'}}";
        var result = Run(data, "flow.tEnd=0.1", "flow.certify=true");
        Assert.Equal(FlowCertificate.Uncertified, result.Certificate!.Status);
        Assert.StartsWith("kinks: the inputs of samples 1 and 3 ", result.Certificate.Reason, StringComparison.Ordinal);
    }

    // H shrinks as the cubic root of the tolerance: 100^(1/3) = 4.6 times the steps. A history that a short step at an
    // exit left behind would make it the square root, and more.
    [Fact]
    public void Steps_grow_with_the_cubic_root_of_the_tolerance()
    {
        double Steps(string rtol, string atol) =>
            Run($"flow.rtol={rtol}", $"flow.atol={atol}").Integration.Statistics.AcceptedSteps;
        Assert.InRange(Steps("1e-7", "1e-10") / Steps("1e-5", "1e-8"), 2, 7);
    }

    [Theory]
    [InlineData("flow.order=3", "dopri5", "flow.order means nothing for solver dopri5")]
    [InlineData("flow.mode=pece", "rk4", "flow.mode means nothing for solver rk4")]
    [InlineData("flow.order=4", "pab", "flow.order")]
    [InlineData("backend.precision=float32", "pab", "solver pab does not run in float32")]
    [InlineData("model.activation=tanh", "pab", "solver pab does not fit here: the network has no kinks to locate; ")]
    [InlineData("model.activation=tanh", "filippov", "solver filippov does not fit here: the network has no kinks")]
    [InlineData("model.loss=max(1-u*y,0)", "pab", "has kinks")]
    public void What_does_not_fit_is_refused_with_its_place(string setting, string solver, string problem)
    {
        var error = Assert.Throws<ConfigurationException>(() => Run(setting, $"flow.solver={solver}", "flow.step=0.1"));
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pab", "flow.step=1e300", "", "flow.step is 1E+300, more than tEnd, which is 20; write at most tEnd")]
    [InlineData("rk4", "flow.step=20.5", "", "flow.step is 20.5, more than tEnd, which is 20; write at most tEnd")]
    [InlineData("pab", "flow.step=0.5", "flow.maxStep=0.1", "flow.step is 0.5, more than maxStep, which is 0.1;")]
    public void Step_that_is_longer_than_the_run_is_refused_with_its_place(
        string solver, string step, string other, string problem)
    {
        string[] settings = [$"flow.solver={solver}", step, .. other.Length == 0 ? [] : new[] { other }];
        var error = Assert.Throws<ConfigurationException>(() => Run(settings));
        Assert.StartsWith($"--set {step}: {problem}", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_directory.File("config.yaml")));
        Assert.Equal("end-reached", Run("flow.solver=filippov", "flow.step=20.5").Integration.Status.Name);
    }

    // pec with two nodes is stable up to 0.54 over the largest rate, which a run with chosen steps finds.
    [Theory]
    [InlineData(0.3, false)]
    [InlineData(1.5, true)]
    public void Given_step_beyond_the_stability_limit_is_said_and_not_certified(double share, bool isUnstable)
    {
        var rate = Run().Integration.Stiffness!.Value.LargestRate;
        var step = share * 0.54 / rate;
        var result = Run(FormattableString.Invariant($"flow.step={step:R}"), "flow.certify=true");
        var unstable = result.Integration.Statistics.Kinks.UnstableSteps;
        using var summary = JsonDocument.Parse(File.ReadAllText(_directory.File("summary.json")));
        var root = summary.RootElement;
        Assert.Equal(
            unstable, root.GetProperty("statistics").GetProperty("kinks").GetProperty("unstableSteps").GetInt64());
        Assert.Equal(isUnstable, unstable > 0);
        Assert.Equal(isUnstable, root.TryGetProperty("stability", out _));
        var reason = result.Certificate!.Reason ?? string.Empty;
        Assert.Equal(isUnstable, reason.StartsWith("stability: ", StringComparison.Ordinal));
        Assert.Equal(isUnstable, result.Stability is not null);
        Assert.Equal(isUnstable, result.Accuracy.EndsWith("error not known", StringComparison.Ordinal));
    }

    [Fact]
    public void Settings_of_the_method_are_written_and_read_back()
    {
        var written = ConfigWriter.Write(Read("flow.order=3", "flow.mode=pece").Config);
        Assert.Contains("order: 3", written, StringComparison.Ordinal);
        Assert.Contains("mode: pece", written, StringComparison.Ordinal);
        var again = ConfigReader.ReadText(written, "again.yaml", RepositoryFiles.Root, Catalogs.Names);
        Assert.Equal(written, ConfigWriter.Write(again.Config));
        Assert.Equal(3, Run("flow.order=3", "flow.mode=pece").Integration.Stiffness?.Order);
    }

    public void Dispose() => _directory.Dispose();

    private FlowRunResult Run(params string[] overrides) =>
        new FlowRun(Experiment.Assemble(Read(overrides)), _directory.File(string.Empty)).Run();

    private static ConfigDocument Read(params string[] overrides) => ConfigReader.ReadText(
        """
        data: {source: gaussian, count: 20, dimension: 5, seed: 1, normalize: unit}
        model: {widths: [7, 6], activation: relu, weightDecay: 0.01}
        flow: {solver: pab, tEnd: 20, samples: {count: 41}}
        backend: {threads: 1}
        """,
        "kinks.yaml",
        RepositoryFiles.Root,
        Catalogs.Names,
        overrides);
}
