using Flow.Integrators.Certificates;
using Flow.Integrators.Sampling;
using Flow.TestKit.Problems;

namespace Flow.Integrators.Tests.Certificates;

/// <summary>A run with its certificate and its true errors.</summary>
internal sealed record CertificateCase(string Name, Certificate Certificate, IReadOnlyList<double> Ratios)
{
    /// <summary>The number of certified components.</summary>
    public int Certified => Certificate.Functionals.Count(static f => f.Verdict != CertificateVerdict.Uncertified);

    /// <summary>The row of a table.</summary>
    public string Line
    {
        get
        {
            var found = Certificate.Functionals;
            var range = Ratios.Count == 0
                ? "| -"
                : FormattableString.Invariant($"| {Ratios.Min():G3} to {Ratios.Max():G3}");
            var refused = found.FirstOrDefault(static f => f.Reason is not null)?.Reason ?? Certificate.Failure;
            return FormattableString.Invariant(
                    $"case: | {Name} | {Certified} of {found.Count} | {Certificate.Companions.Count} ")
                + FormattableString.Invariant($"{range} | {Ratios.Count(IsInside)} of {Ratios.Count} | {refused} |");
        }
    }

    public static bool IsInside(double ratio) => ratio is >= 1.0 / 3 and <= 30;

    /// <summary>A pair of time and component counts where one of both, estimate or true error, is above what the
    /// reference and the rounding of the run can tell.</summary>
    public static CertificateCase Of(ReferenceProblem problem, Solver solver, double accuracy, long mostSteps)
    {
        var settings = new IntegrationSettings
        {
            Tolerances = solver.IsAdaptive ? new(accuracy, problem.AbsoluteScale * accuracy) : null,
            Step = solver.IsAdaptive ? null : accuracy,
            Samples = new SamplePoints(problem.Times),
            // Far above what any solver of the catalog needs here: a stalled run is to fail, not to hang.
            MaxSteps = mostSteps,
        };
        var ode = problem.ToProblem();
        var functionals = new Components(problem.InitialState.Length);
        var run = new Recorder(functionals);
        Assert.True(new Integrator(ode, solver, settings).Run(run).Status.IsSuccess);

        var certificate = new Certifier(ode, solver, settings, functionals).Certify(
            new FunctionalTable(problem.Times, run.Rows));

        var name = FormattableString.Invariant($"{problem.Name} | {solver.Name} | {accuracy:G}");
        var ratios = certificate.Functionals
            .Select((f, j) => f.Verdict == CertificateVerdict.Uncertified ? [] : Compare(problem, f, j, run.Rows));
        return new(name, certificate, [.. ratios.SelectMany(static r => r)]);
    }

    private static IEnumerable<double> Compare(
        ReferenceProblem problem, FunctionalCertificate certificate, int component, List<double[]> rows)
    {
        var unknown = problem.Accuracy * rows.Max(row => Math.Abs(row[component]));
        foreach (var (time, exact) in problem.Solution.Value)
        {
            var i = Array.IndexOf(problem.Times, time);
            var (error, estimate) = (Math.Abs(rows[i][component] - exact[component]), certificate.Estimates[i]);
            if (error > unknown || estimate > certificate.RoundingFloor + (30 * unknown))
            {
                yield return estimate / Math.Max(error, unknown / 30);
            }
        }
    }

    private sealed class Recorder(IFunctionals functionals) : IIntegrationObserver
    {
        public List<double[]> Rows { get; } = [];

        public void OnSample(in Sample sample)
        {
            var row = new double[functionals.All.Count];
            functionals.Evaluate(sample, row);
            Rows.Add(row);
        }
    }
}
