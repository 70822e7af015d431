using System.Text.Json;
using Flow.Experiments.Certifying;
using Flow.Experiments.Configuration;
using Flow.Experiments.Outputs;
using Flow.Experiments.Running;
using Flow.Integrators;

namespace Flow.Experiments.Tests.Certifying;

/// <summary>Certificates from the text of an experiment file to summary.json.</summary>
public class FlowCertificationTests
{
    private const string Smooth = """
        name: small
        data: {source: gaussian, count: 12, dimension: 4, seed: 1}
        model: {widths: [5], activation: tanh, weightDecay: 0.01}
        initialization: {kind: gaussian, seed: 2}
        flow: {solver: dopri5, rtol: 1e-5, atol: 1e-8, tEnd: 4, samples: {count: 33}, certify: true}
        backend: {kind: cpu, threads: 1}
        """;

    [Fact]
    public void Smooth_run_is_certified_with_errors_of_all_observables_of_the_flow()
    {
        var (result, summary) = Run(Smooth);

        Assert.Equal(FlowCertificate.Certified, summary.CertificateStatus);
        Assert.Null(summary.CertificateReason);
        Assert.Equal(
            result.Final.Keys.Except(["t", "norm_defect"]).Order(), summary.Certificate!.Keys.Order());
        var details = summary.CertificateDetails!;
        Assert.Equal([1e-6, 1e-7], details.Companions.Take(2).Select(static run => run.Rtol!.Value), Close);
        Assert.True(details.RhsEvaluations > details.Companions.Sum(static run => run.Statistics.RhsEvaluations));
        Assert.Equal(result.Integration.Statistics.FieldEvaluations, summary.Statistics.RhsEvaluations);
        Assert.InRange(details.NormDefect!.Value, double.Epsilon, 1e-3);
        Assert.Equal(1, details.ExpectedRate);
    }

    [Fact]
    public void Certificate_covers_the_distance_from_a_run_far_tighter()
    {
        var (result, summary) = Run(Smooth);
        var (tight, _) = Run(Smooth.Replace("1e-5", "1e-12", StringComparison.Ordinal)
            .Replace("certify: true", "certify: false", StringComparison.Ordinal));

        foreach (var (name, error) in summary.Certificate!)
        {
            // The largest over all times; the end is one of them.
            Assert.InRange(Math.Abs(result.Final[name] - tight.Final[name]), 0, 1.5 * error);
        }
    }

    [Fact]
    public void Energy_balance_closes_to_the_tolerance_and_norms_are_kept()
    {
        var audit = Run(Smooth).Summary.CertificateDetails!.Audit!;

        Assert.True(audit.EnergyLost > 0.1);
        // The balance is the integral of <F, y' - F>, the defect of the steps, which the tolerance bounds.
        Assert.InRange(audit.EnergyDefect, 0, 100 * 1e-5 * audit.EnergyLost);
        Assert.Equal(2, audit.InvariantDrifts.Count);
        Assert.All(audit.InvariantDrifts.Values, static drift => Assert.InRange(drift, 0, 1e-14));
    }

    [Fact]
    public void Invariants_that_decay_are_compared_with_their_law()
    {
        var text = Smooth.Replace("weightDecay: 0.01", "parametrization: unconstrained, weightDecay: 0.1",
            StringComparison.Ordinal).Replace("activation: tanh", "activation: linear", StringComparison.Ordinal);

        var audit = Run(text).Summary.CertificateDetails!.Audit!;

        // ||W_1||^2 - ||W_2||^2 falls to e^(-1.6); without its law the drift would be of the order of 1.
        var drift = Assert.Single(audit.InvariantDrifts).Value;
        Assert.InRange(drift, double.Epsilon, 1e-3);
    }

    [Fact]
    public void Kinks_that_are_crossed_leave_nothing_certified_and_cost_no_companions()
    {
        var (result, summary) = Run(Smooth.Replace("tanh", "relu", StringComparison.Ordinal));

        Assert.True(result.KinkCrossings > 0);
        Assert.Equal(FlowCertificate.Uncertified, summary.CertificateStatus);
        Assert.StartsWith("kinks", summary.CertificateReason, StringComparison.Ordinal);
        Assert.Empty(summary.Certificate!);
        Assert.Null(summary.CertificateDetails);
    }

    [Fact]
    public void Network_with_kinks_none_of_which_is_crossed_can_be_certified()
    {
        var text = Smooth.Replace("tanh", "relu", StringComparison.Ordinal)
            .Replace("tEnd: 4", "tEnd: 1e-3", StringComparison.Ordinal)
            .Replace("rtol: 1e-5, atol: 1e-8", "rtol: 1e-9, atol: 1e-12, maxStep: 1e-4", StringComparison.Ordinal);

        var (result, summary) = Run(text);

        Assert.Equal(0, result.KinkCrossings);
        Assert.DoesNotContain("kinks", summary.CertificateReason ?? string.Empty, StringComparison.Ordinal);
        Assert.NotEmpty(summary.CertificateDetails!.Companions);
    }

    [Fact]
    public void Cancelled_companion_keeps_the_results_of_the_run()
    {
        using var source = new CancellationTokenSource();
        var canceller = new Canceller(source);

        var (result, summary) = Run(Smooth, canceller, source.Token);

        Assert.Equal(IntegrationStatus.EndReached, result.Integration.Status);
        Assert.Equal("end-reached", summary.Status);
        Assert.True(result.Certificate!.IsCancelled);
        Assert.Equal(FlowCertificate.Uncertified, summary.CertificateStatus);
        Assert.StartsWith("interrupted", summary.CertificateReason, StringComparison.Ordinal);
        Assert.Equal(33, result.Rows);
    }

    [Fact]
    public void Failed_run_is_uncertified()
    {
        var (_, summary) = Run(Smooth.Replace("tEnd: 4", "tEnd: 4, maxSteps: 3", StringComparison.Ordinal));

        Assert.Equal("step-limit", summary.Status);
        Assert.Equal(FlowCertificate.Uncertified, summary.CertificateStatus);
        Assert.StartsWith("interrupted", summary.CertificateReason, StringComparison.Ordinal);
    }

    [Fact]
    public void Single_precision_runs_are_compared_with_double_precision()
    {
        var text = Smooth.Replace("rtol: 1e-5, atol: 1e-8", "rtol: 1e-9, atol: 1e-12", StringComparison.Ordinal);
        var (_, exact) = Run(text);

        var (_, summary) = Run(text.Replace("threads: 1", "threads: 1, precision: float32", StringComparison.Ordinal));

        // At rtol 1e-9 the arithmetic of 24 bits dominates; refining it alone would not show.
        Assert.Equal(FlowCertificate.Certified, summary.CertificateStatus);
        Assert.Equal(3, summary.CertificateDetails!.Companions.Count);
        Assert.True(summary.Certificate!["rho"] > 10 * exact.Certificate!["rho"]);
        Assert.InRange(summary.Certificate["rho"], 1e-9, 1e-5);
    }

    [Fact]
    public void Fixed_steps_are_refined_instead_of_tolerances()
    {
        var (_, summary) = Run(Smooth.Replace("solver: dopri5", "solver: rk4, step: 0.1", StringComparison.Ordinal));

        Assert.Equal(FlowCertificate.Certified, summary.CertificateStatus);
        Assert.Equal([0.05, 0.025], summary.CertificateDetails!.Companions.Select(static run => run.Step!.Value));
        Assert.All(summary.CertificateDetails.Rates["rho"], static rate => Assert.InRange(rate, 3, 5));
    }

    [Fact]
    public void Run_without_certify_says_nothing_of_certificates()
    {
        var (result, summary) = Run(Smooth.Replace(", certify: true", string.Empty, StringComparison.Ordinal));

        Assert.Null(result.Certificate);
        Assert.Null(summary.Certificate);
        Assert.Null(summary.CertificateStatus);
    }

    [Fact]
    public void Stopped_run_is_certified_up_to_its_last_recorded_time()
    {
        var (result, summary) = Run(Smooth.Replace("tEnd: 4", "tEnd: 4, stop: t > 1.2", StringComparison.Ordinal));

        Assert.Equal(IntegrationStatus.Stopped, result.Integration.Status);
        Assert.True(summary.CertificateReason is null, summary.CertificateReason);
    }

    private static bool Close(double a, double b) => Math.Abs(a - b) <= 1e-12 * Math.Abs(a);

    private static (FlowRunResult Result, RunSummary Summary) Run(
        string yaml, IProgress<RunProgress>? progress = null, CancellationToken cancellation = default)
    {
        using var directory = new TemporaryDirectory();
        var experiment = Experiment.Assemble(ConfigReader.ReadText(yaml, "run.yaml", directory.Path, Catalogs.Names));
        var result = new FlowRun(experiment, directory.File("run")) { Progress = progress }.Run(cancellation);
        var text = File.ReadAllText(Path.Combine(directory.File("run"), "summary.json"));
        using var document = JsonDocument.Parse(text);
        Assert.True(document.RootElement.TryGetProperty("certificate", out _));
        return (result, JsonFile.FromText<RunSummary>(text));
    }

    /// <summary>Cancels as soon as a companion run reports.</summary>
    private sealed class Canceller(CancellationTokenSource source) : IProgress<RunProgress>
    {
        public void Report(RunProgress value)
        {
            if (value.Activity is not null)
            {
                source.Cancel();
            }
        }
    }
}
