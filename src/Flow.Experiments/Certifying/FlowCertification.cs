using System.Globalization;
using Flow.Backends;
using Flow.Experiments.Nonsmooth;
using Flow.Experiments.Observables;
using Flow.Experiments.Outputs;
using Flow.Experiments.Running;
using Flow.Integrators;
using Flow.Integrators.Certificates;
using Flow.Integrators.Problems;
using Flow.Integrators.Sampling;

namespace Flow.Experiments.Certifying;

/// <summary>Certifies a finished run from its trajectory.csv: companion runs of refined tolerances, in float64 whatever
/// the run's precision, and an audit of the laws of the flow.</summary>
/// <param name="experiment">The experiment.</param>
/// <param name="solver">The solver of the run.</param>
/// <param name="clock">The clock for time limits and progress.</param>
internal sealed class FlowCertification(Experiment experiment, Solver solver, TimeProvider clock)
{
    /// <summary>Receives the progress of the companion runs.</summary>
    public IProgress<RunProgress>? Progress { get; init; }

    /// <summary>Certifies.</summary>
    /// <param name="run">The run, as it ended.</param>
    /// <param name="trajectory">Its table.</param>
    /// <param name="cancellation">Ends the companion runs; the run itself stays as it is.</param>
    public FlowCertificate Certify(FlowRunResult run, string trajectory, CancellationToken cancellation)
    {
        var status = run.Integration.Status;
        if (status.IsSuccess && run.Rows == 0)
        {
            return Nothing("no time was recorded");
        }

        return !status.IsSuccess ? Nothing($"interrupted: {status.Meaning} in the run itself")
            : HasKinks && run.KinkCrossings is null ? Nothing("kinks: there are too many to count")
            : !solver.NeedsKinks && run.KinkCrossings > 0 ? Nothing(KinksCrossed(run.KinkCrossings.Value))
            : run.Stability is { } unstable ? Nothing($"stability: {unstable}")
            : run.Uniqueness is { } fork ? Nothing($"kinks: {fork}")
            : solver.NeedsKinks && CoincidentSamples.Describe(experiment.Data, experiment.Model) is { } meeting
                ? Nothing($"kinks: {meeting}")
            : Compare(run, CsvTable.Read(trajectory), cancellation);
    }

    private FlowCertificate Compare(FlowRunResult run, CsvTable table, CancellationToken cancellation)
    {
        var backend = experiment.Config.Backend;
        var isSingle = backend.Precision == Precision.Float32;
        using var plans = new FlowPlans(
            experiment.System,
            BackendCatalog.Make(backend.Kind),
            FlowRun.Options(backend) with { Precision = Precision.Float64 });
        var times = table.Column("t");
        var (problem, settings) = new FlowAssembly(experiment, solver, clock).Prepare(
            plans, new SamplePoints(times, experiment.Config.Flow.Samples.Exact), null);
        var columns = ObservableTable.For(
            experiment, !solver.NeedsKinks && run.KinkCrossings is not null, solver);
        var functionals = new FlowFunctionals(
            new SnapshotPlan(plans, experiment.Data, experiment.Lambda, experiment.Modified),
            columns,
            i => table.Rows.Any(row => !double.IsNaN(row[i])),
            source => solver.NeedsKinks && source.MayJumpAtKinks(HasBiases),
            () => Counter(plans));
        var certificate = Certifier(problem, settings, functionals, isSingle).Certify(
            new FunctionalTable(times, [.. table.Rows.Select(functionals.Choose)]), cancellation);
        var audit = new FlowAudit(experiment, solver, clock);
        // Along a kink the velocity is a combination of those on both sides, which the audit's field does not know.
        var laws = certificate.Functionals.Count == 0 || cancellation.IsCancellationRequested || solver.NeedsKinks
            ? null
            : audit.Run(times, functionals.FirstRunSteps, cancellation);
        return functionals.KinkCrossings > 0
            ? Nothing(KinksCrossed(functionals.KinkCrossings)) with
            {
                Details = Details(certificate, run, laws, audit.RhsEvaluations),
            }
            : Judged(certificate, Details(certificate, run, laws, audit.RhsEvaluations)) with
            {
                IsCancelled = cancellation.IsCancellationRequested,
            };
    }

    private bool HasBiases => experiment.Model.Parameters.Any(static parameter => !parameter.IsWeight);

    private bool HasKinks => experiment.Model.HasKinks || experiment.Model.Loss.HasKinks;

    private Certifier Certifier(
        OdeProblem problem, IntegrationSettings settings, FlowFunctionals functionals, bool isSingle)
    {
        var relay = Progress is null ? null : new CompanionProgress(Progress, experiment.Config.Flow.TEnd);
        return new(problem, solver, settings with { Progress = relay }, functionals)
        {
            IsDeliveredLessPrecise = isSingle,
            Starting = number => relay?.Begin(number),
        };
    }

    private KinkCounter? Counter(FlowPlans plans)
    {
        var counter = HasKinks && !solver.NeedsKinks ? KinkCounter.For(plans, experiment) : null;
        counter?.Look(experiment.InitialState);
        return counter;
    }

    private static FlowCertificate Judged(Certificate certificate, CertificateDetails details)
    {
        var errors = certificate.Functionals
            .Where(static f => f.Verdict != CertificateVerdict.Uncertified)
            .ToDictionary(static f => f.Functional.Name, static f => f.Estimate);
        var reason = certificate.Failure ?? (details.Uncertified.Count == 0 ? null
            : $"rate: {string.Join("; ", details.Uncertified.Select(static pair => $"{pair.Key} {pair.Value}"))}");
        return new(errors, reason) { Details = details, Evidence = certificate };
    }

    private static CertificateDetails Details(
        Certificate certificate, FlowRunResult run, FlowAuditSummary? audit, long auditEvaluations) => new()
        {
            Uncertified = certificate.Functionals.Where(static f => f.Reason is not null)
                .ToDictionary(static f => f.Functional.Name, static f => f.Reason!),
            ExpectedRate = certificate.ExpectedRate,
            RefinementFactor = certificate.RefinementFactor,
            Rates = Smooth(certificate).ToDictionary(static f => f.Functional.Name, static f => f.Rates),
            Ratios = Smooth(certificate).ToDictionary(static f => f.Functional.Name, static f => f.Ratios),
            AtRoundingFloor = certificate.Functionals
                .Where(static f => f.Verdict == CertificateVerdict.AtRoundingFloor)
                .ToDictionary(static f => f.Functional.Name, static f => f.RoundingFloor),
            Companions = [.. certificate.Companions.Select(Summary)],
            RhsEvaluations = certificate.FieldEvaluations + auditEvaluations,
            NormDefect = run.Final.ContainsKey("norm_defect") ? run.Integration.Statistics.LargestNormDefect : null,
            Audit = audit,
        };

    private static IEnumerable<FunctionalCertificate> Smooth(Certificate certificate) =>
        certificate.Functionals.Where(static f => !f.Functional.IsStepFunction);

    private static CompanionSummary Summary(CompanionRun run) => new()
    {
        Rtol = run.Rtol,
        Step = run.Step,
        Status = run.Status.Name,
        Statistics = RunStatistics.Of(run.Statistics, run.Elapsed),
    };

    private string KinksCrossed(long count) => string.Create(CultureInfo.InvariantCulture,
        $"kinks: {count:N0} crossed, which {solver.Name} does not see; its tolerance does not bound their effect");

    private static FlowCertificate Nothing(string reason) => new(new Dictionary<string, double>(), reason);
}
