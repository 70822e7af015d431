using Flow.Integrators.Problems;
using Flow.Integrators.Sampling;

namespace Flow.Integrators.Certificates;

/// <summary>Estimates the global error of a run by companion runs of refined tolerances or steps.</summary>
/// <remarks>Cost: two companion runs, of tolerances a third where these do not show the expected rate. One certificate
/// at a time; deterministic as the runs are.</remarks>
public sealed class Certifier
{
    private readonly OdeProblem _problem;
    private readonly Solver _solver;
    private readonly IntegrationSettings _settings;
    private readonly IFunctionals _functionals;
    private readonly RefinementLadder _ladder;

    /// <summary>Prepares the companion runs.</summary>
    /// <param name="problem">The problem of the delivered run; it may be computed more precisely here.</param>
    /// <param name="solver">Its solver.</param>
    /// <param name="settings">Its settings. Stop conditions do not hold for companion runs; limits of steps and seconds
    /// hold for each of them.</param>
    /// <param name="functionals">What errors are wanted of.</param>
    /// <param name="refinement">How far to refine; null takes the defaults.</param>
    public Certifier(
        OdeProblem problem,
        Solver solver,
        IntegrationSettings settings,
        IFunctionals functionals,
        CertificateSettings? refinement = null)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(solver);
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(functionals);
        (_problem, _solver, _functionals) = (problem, solver, functionals);
        _settings = settings with { StopWhen = null };
        _ladder = new RefinementLadder(problem, solver, settings, refinement ?? new CertificateSettings());
    }

    /// <summary>Whether the delivered run was computed in a lower precision than the companions: then a companion of
    /// the same tolerance takes its place in the rates, and its own values count in the estimates only.</summary>
    public bool IsDeliveredLessPrecise { get; init; }

    /// <summary>Called before each companion run with its number, 1 first.</summary>
    public Action<int>? Starting { get; init; }

    /// <summary>Makes the companion runs and judges the differences.</summary>
    /// <param name="delivered">The functionals of the run whose error is wanted, in the order of the functionals; the
    /// companions end at its last time.</param>
    /// <param name="cancellation">Ends the companion runs.</param>
    /// <returns>The certificate; where a companion run did not end well, with the failure.</returns>
    /// <exception cref="ArgumentException">No times were delivered, or a setting does not fit.</exception>
    public Certificate Certify(FunctionalTable delivered, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(delivered);
        if (delivered.Times.Count == 0)
        {
            throw new ArgumentException("no times were delivered; a certificate needs one at least");
        }

        var chain = new List<FunctionalTable>();
        var runs = new List<CompanionRun>();
        if (!IsDeliveredLessPrecise)
        {
            chain.Add(delivered);
        }

        var judged = new List<FunctionalCertificate>();
        foreach (var level in _ladder.Levels(chain.Count).TakeWhile(_ladder.IsPossible))
        {
            Starting?.Invoke(runs.Count + 1);
            var table = Run(delivered, level, runs, cancellation);
            if (runs[^1].Status is { IsSuccess: false } status)
            {
                return Result([], runs, $"interrupted: {status.Meaning} in the companion run {runs.Count}");
            }

            chain.Insert(level < 0 ? 0 : chain.Count, table);
            if (chain.Count > CertificateSettings.FewestRefinements)
            {
                judged = Judge(delivered, chain, runs);
            }

            if (judged.Count > 0 && judged.TrueForAll(static f => f.Verdict != CertificateVerdict.Uncertified))
            {
                break;
            }
        }

        return Result(judged, runs, judged.Count > 0 ? null : Check.Text(
            $"tolerance: two refinements by {_ladder.Factor} need rtol >= ")
            + Check.Text($"{Tolerances.SmallestRelative * _ladder.Factor * _ladder.Factor:G1}"));
    }

    private Certificate Result(
        IReadOnlyList<FunctionalCertificate> judged, IReadOnlyList<CompanionRun> runs, string? failure) =>
        new(judged, runs, _ladder.Rate, _ladder.Factor, failure);

    private List<FunctionalCertificate> Judge(
        FunctionalTable delivered, List<FunctionalTable> chain, List<CompanionRun> runs)
    {
        long[] steps = [.. runs.Select(static run => run.Statistics.AcceptedSteps)];
        double[][][] values =
            [.. _functionals.All.Select((_, j) => chain.Select(table => table.Column(j)).ToArray())];
        var found = new ConvergenceJudge(_ladder, _problem.Space.Layout.Length).Judge(_functionals.All, values, steps);
        return IsDeliveredLessPrecise
            ? [.. found.Select((certificate, j) => WithDelivered(certificate, delivered, chain, j))]
            : found;
    }

    /// <summary>The error of the less precise run: its distance from the first companion, and that one's error.
    /// </summary>
    private static FunctionalCertificate WithDelivered(
        FunctionalCertificate found, FunctionalTable delivered, List<FunctionalTable> chain, int functional)
    {
        var (own, precise) = (delivered.Column(functional), chain[0].Column(functional));
        return found with
        {
            Estimates = [.. found.Estimates.Select((e, i) => e + Math.Abs(own[i] - precise[i]))],
        };
    }

    private FunctionalTable Run(
        FunctionalTable delivered, int level, List<CompanionRun> runs, CancellationToken cancellation)
    {
        var exact = _settings.Samples?.Exact ?? false;
        var settings = _ladder.Settings(level) with { Samples = new SamplePoints(delivered.Times, exact) };
        var problem = Until(delivered.Times[^1]);
        var table = new RunTable(_functionals);
        _functionals.Begin();
        var result = new Integrator(problem, _ladder.Solver(level), settings).Run(table, cancellation: cancellation);
        runs.Add(new CompanionRun(
            level, _ladder.Tolerance(level), _solver.IsAdaptive ? null : settings.Step, result.Status,
            result.Statistics, result.Elapsed));
        return new FunctionalTable(delivered.Times, table.Rows);
    }

    private OdeProblem Until(double time) => time == _problem.EndTime
        ? _problem
        : new OdeProblem(
            _problem.Space, _problem.Field, _problem.InitialTime, _problem.InitialState, time, _problem.Constraint)
        {
            Linearization = _problem.Linearization,
            Kinks = _problem.Kinks,
        };
}
