using Flow.Integrators.Certificates;
using Flow.Integrators.Sampling;
using Flow.TestKit.Problems;

namespace Flow.Integrators.Tests.Certificates;

public class CertifierTests
{
    private static readonly ReferenceProblem Rotations = ReferenceProblem.From(
        ClosedFormProblems.Rotations, ProblemNature.Nonstiff, 13);

    [Fact]
    public void Field_with_jumps_is_uncertified_because_the_rate_is_lost()
    {
        // Classical order 4 sees a square wave at order 1 only.
        var problem = Rotations with
        {
            InitialState = [0],
            Field = static (time, _, result) => result[0] = Math.Floor(time * 2.718281828) % 2,
        };

        var certificate = Certify(problem, "rk4", new() { Step = 0.05 });

        var found = Assert.Single(certificate.Functionals);
        Assert.Equal(CertificateVerdict.Uncertified, found.Verdict);
        Assert.NotNull(found.Reason);
        Assert.False(certificate.IsComplete);
    }

    [Fact]
    public void Runs_with_the_same_steps_say_nothing()
    {
        // Every run steps from sample to sample: the differences are 0, the error is not.
        var problem = ReferenceProblem.From(ClosedFormProblems.Rotations, ProblemNature.Nonstiff, 601);

        var certificate = Certify(problem, "dopri5", new() { Tolerances = new(1e-2, 1e-2) }, exact: true);

        Assert.All(certificate.Functionals, static f => Assert.Equal(CertificateVerdict.Uncertified, f.Verdict));
    }

    [Fact]
    public void Longest_step_is_refined_with_the_tolerance()
    {
        var settings = new IntegrationSettings { Tolerances = new(1e-3, 1e-6), MaxStep = 0.02 };

        var certificate = Certify(Rotations, "dopri5", settings);

        Assert.True(certificate.IsComplete);
        var errors = Errors(Rotations, "dopri5", settings);
        Assert.All(certificate.Functionals.Zip(errors), static pair =>
            Assert.InRange(pair.First.Estimate / pair.Second, 1.0 / 3, 30));
    }

    [Fact]
    public void Less_precise_delivered_values_count_in_the_estimate()
    {
        const double Offset = 1e-5;
        var settings = new IntegrationSettings { Tolerances = new(1e-8, 1e-11) };

        var certificate = Certify(Rotations, "dopri5", settings, offset: Offset);

        Assert.True(certificate.IsComplete);
        Assert.Equal(3, certificate.Companions.Count);
        Assert.Equal(0, certificate.Companions[0].Level);
        // The solver's own error at rtol 1e-8 is below 1e-6.
        Assert.All(certificate.Functionals, static f => Assert.InRange(f.Estimate, Offset, 1.1 * Offset));
    }

    [Fact]
    public void Cancelled_companion_is_a_failure_that_says_so()
    {
        var certificate = Certify(Rotations, "dopri5", new(), cancellation: new CancellationToken(true));

        Assert.StartsWith("interrupted", certificate.Failure, StringComparison.Ordinal);
        Assert.Empty(certificate.Functionals);
        Assert.Equal(IntegrationStatus.Cancelled, Assert.Single(certificate.Companions).Status);
    }

    [Fact]
    public void Companion_that_meets_a_limit_is_a_failure_that_says_so()
    {
        var settings = new IntegrationSettings { Tolerances = new(1e-6, 1e-9) };
        var steps = Run(Rotations, "dopri5", settings, new Components(5)).Result.Statistics.TrialSteps;

        var certificate = Certify(Rotations, "dopri5", settings with { MaxSteps = steps });

        Assert.StartsWith("interrupted", certificate.Failure, StringComparison.Ordinal);
        Assert.Equal(IntegrationStatus.StepLimit, certificate.Companions[^1].Status);
    }

    [Fact]
    public void Tolerance_without_room_below_is_a_failure_that_says_so()
    {
        var certificate = Certify(Rotations, "dop853", new() { Tolerances = new(1e-13, 1e-16) });

        Assert.StartsWith("tolerance", certificate.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public void Constant_quantity_beside_a_converging_one_is_at_the_rounding_floor()
    {
        var problem = ReferenceProblem.From(ClosedFormProblems.Rotations, ProblemNature.Nonstiff, 13) with
        {
            InitialState = [1, 2],
            Field = static (_, y, result) => (result[0], result[1]) = (-y[0], 0),
        };

        var certificate = Certify(problem, "dopri5", new() { Tolerances = new(1e-6, 1e-9) });

        Assert.Equal(CertificateVerdict.Certified, certificate.Functionals[0].Verdict);
        Assert.Equal(CertificateVerdict.AtRoundingFloor, certificate.Functionals[1].Verdict);
        Assert.Equal(certificate.Functionals[1].RoundingFloor, certificate.Functionals[1].Estimate);
    }

    [Theory]
    [InlineData(new double[] { 1, 1, 1 }, CertificateVerdict.Certified, 0)]
    [InlineData(new double[] { 1, 0, 0 }, CertificateVerdict.Certified, 1)]
    [InlineData(new double[] { 1, 0, 1, 0 }, CertificateVerdict.Uncertified, 1)]
    public void Step_function_counts_where_the_finest_runs_agree(
        double[] values, CertificateVerdict expected, double estimate)
    {
        var certificate = Certify(Rotations, "dopri5", new(), functionals: new ValueOfRun(values));

        var found = Assert.Single(certificate.Functionals);
        Assert.Equal(expected, found.Verdict);
        Assert.Equal(estimate, found.Estimate);
        Assert.Equal(values.Length - 1, certificate.Companions.Count);
    }

    [Fact]
    public void No_delivered_time_is_refused() => Assert.Throws<ArgumentException>(() =>
        new Certifier(Rotations.ToProblem(), SolverCatalog.Find("dopri5"), new(), new Components(5))
            .Certify(new FunctionalTable([], [])));

    private static Certificate Certify(
        ReferenceProblem problem,
        string solver,
        IntegrationSettings settings,
        bool exact = false,
        double offset = 0,
        IFunctionals? functionals = null,
        CancellationToken cancellation = default)
    {
        functionals ??= new Components(problem.InitialState.Length);
        settings = settings with { Samples = new SamplePoints(problem.Times, exact) };
        var rows = Run(problem, solver, settings, functionals).Rows;
        return new Certifier(problem.ToProblem(), SolverCatalog.Find(solver), settings, functionals)
        {
            IsDeliveredLessPrecise = offset > 0,
        }.Certify(
            new FunctionalTable(problem.Times, [.. rows.Select(row => row.Select(v => v + offset).ToArray())]),
            cancellation);
    }

    private static IEnumerable<double> Errors(ReferenceProblem problem, string solver, IntegrationSettings settings)
    {
        settings = settings with { Samples = new SamplePoints(problem.Times) };
        var rows = Run(problem, solver, settings, new Components(problem.InitialState.Length)).Rows;
        return problem.InitialState.Select((_, k) =>
            problem.Solution.Value.Select((exact, i) => Math.Abs(rows[i + 1][k] - exact.Values[k])).Max());
    }

    private static (List<double[]> Rows, IntegrationResult Result) Run(
        ReferenceProblem problem, string solver, IntegrationSettings settings, IFunctionals functionals)
    {
        var rows = new List<double[]>();
        functionals.Begin();
        var result = new Integrator(problem.ToProblem(), SolverCatalog.Find(solver), settings)
            .Run(new Recorder(functionals, rows));
        return (rows, result);
    }

    private sealed class Recorder(IFunctionals functionals, List<double[]> rows) : IIntegrationObserver
    {
        public void OnSample(in Sample sample)
        {
            var row = new double[functionals.All.Count];
            functionals.Evaluate(sample, row);
            rows.Add(row);
        }
    }

    /// <summary>A step function that has one value throughout each run.</summary>
    private sealed class ValueOfRun(double[] values) : IFunctionals
    {
        private int _run = -1;

        public IReadOnlyList<ScalarFunctional> All { get; } = [new("q") { IsStepFunction = true }];

        public void Begin() => _run++;

        public void Evaluate(in Sample sample, Span<double> result) => result[0] = values[_run];
    }
}
