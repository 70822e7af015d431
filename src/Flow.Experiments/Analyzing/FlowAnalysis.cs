using Flow.Backends;
using Flow.Experiments.Analyzing.Spectra;
using Flow.Experiments.Outputs;
using Flow.Experiments.Running;
using Flow.Networks.Parametrizations;

namespace Flow.Experiments.Analyzing;

/// <summary>
/// Analyzes where a flow ends: searches the equilibrium near a state, compares it with the formulas, and takes the
/// spectrum of the Jacobian there. All of it in float64, whatever the precision of the run.
/// </summary>
/// <param name="experiment">The experiment.</param>
public sealed class FlowAnalysis(Experiment experiment)
{
    /// <summary>The largest number of unknowns whose spectrum is computed from the dense matrix.</summary>
    public const int LargestDense = 4000;

    private const int SlowestShown = 10;
    private const int AtEitherEnd = 10;
    private const double LanczosTolerance = 1e-10;

    private static readonly string[] Columns = ["index", "eigenvalue", "residual_bound", "is_zero", "time_scale"];

    /// <summary>How the spectrum is computed.</summary>
    public SpectrumMethod Method { get; init; }

    /// <summary>Whether the state is taken as it is, without searching the equilibrium.</summary>
    public bool KeepsState { get; init; }

    /// <summary>Analyzes a state.</summary>
    /// <param name="start">The state.</param>
    /// <param name="description">Where it comes from, for the report.</param>
    /// <param name="cancellation">Cancels the work.</param>
    /// <exception cref="Backends.Plans.PlanException">The backend cannot compile the network.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public AnalysisResult Run(double[] start, string description, CancellationToken cancellation = default)
    {
        var config = experiment.Config.Backend;
        var options = new PlanOptions(Precision.Float64, FlowRun.Options(config).Threads);
        using var plans = new FlowPlans(experiment.System, BackendCatalog.Make(config.Kind), options);
        var snapshots = new SnapshotPlan(plans, experiment.Data, experiment.Lambda);
        var tangent = new TangentSpace(experiment.System, start);
        var jacobian = new TangentJacobian(plans, experiment, tangent);
        var (state, polish) = Search(start, snapshots, tangent, jacobian, cancellation);
        var equilibrium = EquilibriumFormulas.Compare(experiment, snapshots.Evaluate(0, state), state);
        jacobian.MoveTo(state);
        var (values, method, asymmetry) = Spectrum(jacobian, options.Threads, cancellation);
        var gradients = OutputGradients.At(plans, experiment, state, cancellation);
        var norm = Math.Max(Math.Abs(values[0].Value), Math.Abs(values[^1].Value));
        var tolerance = ZeroModes.Tolerance(norm, polish.Residual);
        var zeros = new ZeroModes(experiment, state, tangent, gradients, equilibrium.Loss)
            .Count(values, asymmetry is not null, tolerance);
        return new()
        {
            Name = experiment.Config.Name,
            Start = description,
            Lambda = experiment.Lambda,
            Samples = experiment.Data.Count,
            Outputs = experiment.Data.Outputs,
            Dimension = tangent.Dimension,
            Spheres = tangent.Spheres,
            Polish = polish,
            Equilibrium = equilibrium,
            Spectrum = Report(values, method, asymmetry, tolerance),
            Zeros = zeros,
            Notes = [.. Notes(polish)],
            Eigenvalues = values,
        };
    }

    /// <summary>Writes spectrum.csv and analysis.json, each completely or not at all.</summary>
    /// <param name="result">The result.</param>
    /// <param name="directory">The directory, which must exist.</param>
    /// <returns>The files.</returns>
    /// <exception cref="OutputException">The file system refuses.</exception>
    public static IReadOnlyList<string> Write(AnalysisResult result, string directory)
    {
        var (table, summary) = (Path.Combine(directory, "spectrum.csv"), Path.Combine(directory, "analysis.json"));
        var isWhole = result.Eigenvalues.Count == result.Dimension;
        using (var writer = CsvTableWriter.Open(table, Columns))
        {
            for (var i = 0; i < result.Eigenvalues.Count; i++)
            {
                var (value, bound) = result.Eigenvalues[i];
                // Numbered from below and, where the middle is missing, the upper end from above.
                var index = isWhole || i < result.Eigenvalues.Count / 2
                    ? i + 1
                    : result.Dimension - result.Eigenvalues.Count + i + 1;
                var isZero = Math.Abs(value) <= result.Zeros.Tolerance;
                writer.WriteRow([index, value, bound, isZero ? 1 : 0, 1 / Math.Abs(value)]);
            }
        }

        JsonFile.Write(summary, result);
        return [table, summary];
    }

    private (double[] State, PolishReport Report) Search(
        double[] start,
        SnapshotPlan snapshots,
        TangentSpace tangent,
        TangentJacobian jacobian,
        CancellationToken cancellation)
    {
        if (KeepsState || HasNoEquilibrium)
        {
            var residual = snapshots.Evaluate(0, start).VelocityNorm;
            var isThere = residual <= EquilibriumSearch.Tolerance;
            return (start, new(isThere, residual, residual, EquilibriumSearch.Tolerance, 0, 0, 0));
        }

        var search = new EquilibriumSearch(snapshots, tangent, jacobian);
        var (state, first, last, steps) = search.Run(start, cancellation);
        var moved = RealVectors.Norm([.. state.Zip(start, static (a, b) => a - b)]);
        return (state, new(
            last <= EquilibriumSearch.Tolerance, first, last, EquilibriumSearch.Tolerance, steps, jacobian.Products,
            moved));
    }

    private (IReadOnlyList<EigenvalueBound> Values, string Method, double? Asymmetry) Spectrum(
        TangentJacobian jacobian, int threads, CancellationToken cancellation)
    {
        if (Method == SpectrumMethod.Dense || (Method == SpectrumMethod.Auto && jacobian.Length <= LargestDense))
        {
            var (matrix, asymmetry) = jacobian.ToMatrix(cancellation);
            var values = DenseSpectrum.Eigenvalues(matrix, jacobian.Length, threads, cancellation);
            // Householder and QL are backward stable: the error is a few last bits of ||A||.
            var rounding = Math.ScaleB(1, -52) * Math.Sqrt(values.Length)
                * Math.Max(Math.Abs(values[0]), Math.Abs(values[^1]));
            var method = values.Length <= DenseSpectrum.LargestForLibrary
                ? "dense, MathNet.Numerics"
                : "dense, Householder reduction and QL";
            return ([.. values.Select(value => new EigenvalueBound(value, rounding))], method, asymmetry);
        }

        var (low, high, steps) = LanczosSpectrum.Find(jacobian, AtEitherEnd, LanczosTolerance, cancellation);
        return ([.. low, .. high], FormattableString.Invariant($"lanczos, {steps} steps"), null);
    }

    private SpectrumReport Report(
        IReadOnlyList<EigenvalueBound> values, string method, double? asymmetry, double tolerance)
    {
        var others = values.Select(static value => value.Value).Where(value => Math.Abs(value) > tolerance)
            .OrderBy(Math.Abs).ToList();
        return new()
        {
            Method = method,
            Asymmetry = asymmetry,
            Lowest = values[0].Value,
            Highest = values[^1].Value,
            LargestBound = values.Max(static value => value.Bound),
            Positive = others.Count(static value => value > 0),
            StiffnessRatio = others.Count == 0 ? double.NaN : Math.Abs(others[^1]) / Math.Abs(others[0]),
            Slowest =
            [
                .. others.Take(SlowestShown).Select(value => new TimeScale(
                    value, 1 / Math.Abs(value), experiment.Lambda > 0 ? value / experiment.Lambda : null)),
            ],
        };
    }

    private bool HasNoEquilibrium => experiment.System.Decay is { IsPresent: true, Target: DecayTarget.Layers }
        && experiment.System.Parametrization is not Lagrange
        && !experiment.Model.ScaleFree.IsEmpty;

    private IEnumerable<string> Notes(PolishReport polish)
    {
        if (HasNoEquilibrium)
        {
            yield return "the flow has no equilibrium: decay shrinks the layers before a batch norm, ||W_k||^2 = "
                + "e^{-4 lambda t} ||W_k(0)||^2, while nothing acts against it; the spectrum is that of the last state";
        }
        else if (!polish.Converged)
        {
            yield return "no equilibrium was found near the state; the spectrum is that of the state where the search "
                + "ended. Let the flow run longer, or take a smooth activation";
        }

        if (experiment.Model.HasKinks)
        {
            yield return "at kinks (ReLU) the Jacobian is the derivative with every unit on the side where it is, at a "
                + "kink itself on the side that the activation's own derivative takes; the flow may slide along kinks, "
                + "and there the Jacobian does not describe it";
        }
    }
}
