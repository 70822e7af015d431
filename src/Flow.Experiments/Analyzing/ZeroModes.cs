using System.Globalization;
using Flow.Experiments.Analyzing.Spectra;
using Flow.Experiments.Running;

namespace Flow.Experiments.Analyzing;

/// <summary>Counts the zero eigenvalues of the Jacobian and says how many there are by theory.</summary>
internal sealed class ZeroModes
{
    // Products J d carry rounding of some 1e-15 ||J|| and the eigenvalues some 1e-15 ||J|| sqrt(D) more; a residual of
    // the search of 1e-10 moves the eigenvalue of a symmetry by as much. 1e-10 is above both, and below the slow
    // eigenvalues, which are of the order of lambda, while lambda is above 1e-9.
    private const double RelativeTolerance = 1e-10;

    // Eigenvalues of the tangent kernel, which are those of A^T A, are the Jacobian's up to the factor -2/N.
    private const double InterpolationLoss = 1e-20;

    private readonly Experiment _experiment;
    private readonly double[] _state;
    private readonly TangentSpace _tangent;
    private readonly OutputGradients? _gradients;
    private readonly double _loss;

    /// <summary>Prepares the count.</summary>
    public ZeroModes(
        Experiment experiment, double[] state, TangentSpace tangent, OutputGradients? gradients, double loss) =>
        (_experiment, _state, _tangent, _gradients, _loss) = (experiment, state, tangent, gradients, loss);

    private bool IsInterpolating =>
        !_experiment.System.Decay.IsPresent && _experiment.Model.Loss.Name == "square" && _loss <= InterpolationLoss;

    /// <summary>The modulus up to which an eigenvalue is zero.</summary>
    public static double Tolerance(double norm, double residual) => Math.Max(RelativeTolerance * norm, 10 * residual);

    /// <summary>Counts.</summary>
    /// <param name="values">The eigenvalues found, ascending.</param>
    /// <param name="isWhole">Whether these are all.</param>
    /// <param name="tolerance">The modulus up to which one is zero.</param>
    public ZeroReport Count(IReadOnlyList<EigenvalueBound> values, bool isWhole, double tolerance)
    {
        var moduli = values.Select(static value => Math.Abs(value.Value)).Order().ToList();
        var zeros = moduli.Count(modulus => modulus <= tolerance);
        var rank = IsInterpolating ? _gradients?.KernelRank(_tangent, RelativeTolerance) : null;
        var (theory, conditions) = Theory(rank);
        int? counted = isWhole ? zeros : rank is { } known ? _tangent.Dimension - known : null;
        return new()
        {
            Counted = counted,
            How = isWhole ? "in the dense spectrum"
                : counted is not null ? "D minus the rank of the tangent kernel of the outputs"
                : "not counted: the Lanczos method does not see every copy of a multiple eigenvalue",
            Tolerance = tolerance,
            LargestZero = zeros > 0 ? moduli[zeros - 1] : null,
            SmallestOther = zeros < moduli.Count ? moduli[zeros] : null,
            Theory = theory,
            Conditions = conditions,
        };
    }

    private (int? Theory, IReadOnlyList<string> Conditions) Theory(int? rank)
    {
        var (dimension, rows) = (_tangent.Dimension, _experiment.Data.Count * _experiment.Data.Outputs);
        if (IsInterpolating && dimension >= rows)
        {
            var found = rank is null ? "too large to be computed" : string.Create(
                CultureInfo.InvariantCulture, $"{(rank == rows ? "holds" : "does not hold")}: rank {rank}");
            return (dimension - rows,
            [
                string.Create(CultureInfo.InvariantCulture, $"D - N C = {dimension} - {rows}, a manifold of minima"),
                "conditions: lambda = 0; the square loss is zero (holds)",
                $"condition: the tangent kernel of the outputs has the full rank N C ({found})",
            ]);
        }

        var (count, families) = Symmetries.At(_experiment, _state, _tangent, _gradients);
        var conditions = families.Count == 0 ? ["no continuous symmetry is known of this network"] : families.ToList();
        conditions.Add(_experiment.System.Decay.IsPresent
            ? "condition: the equilibrium is hyperbolic across its symmetries, the generic case with lambda > 0"
            : "a lower bound: without decay there may be more, D - N C of them where the square loss is zero");
        return (count, conditions);
    }
}
