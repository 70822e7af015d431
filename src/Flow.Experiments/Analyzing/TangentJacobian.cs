using Flow.Backends.Plans;
using Flow.Experiments.Analyzing.Spectra;
using Flow.Experiments.Running;

namespace Flow.Experiments.Analyzing;

/// <summary>
/// The Jacobian of a flow on the tangent space, Q^T J Q with an orthonormal tangent basis Q. It is symmetric, the
/// negative Riemannian Hessian of the objective, although J itself is not. At a kink of a piecewise-linear activation J
/// is the derivative on the side that the activation's own derivative takes.
/// </summary>
public sealed class TangentJacobian : ISymmetricOperator
{
    // Directions that share one pass over the samples; more bring nothing, and compiling takes longer.
    private const int Together = 4;

    private readonly FlowPlans _plans;
    private readonly Experiment _experiment;
    private readonly TangentSpace _tangent;
    private readonly PlanLinearization _products;
    private readonly double[] _direction;
    private readonly double[] _product;
    private readonly double[] _state;

    /// <summary>Compiles the products.</summary>
    /// <param name="plans">The flow's plans.</param>
    /// <param name="experiment">The experiment.</param>
    /// <param name="tangent">The tangent space, which has to be moved together with this.</param>
    /// <exception cref="PlanException">The backend cannot compile them.</exception>
    public TangentJacobian(FlowPlans plans, Experiment experiment, TangentSpace tangent)
    {
        (_plans, _experiment, _tangent) = (plans, experiment, tangent);
        _products = new(plans, experiment);
        _direction = new double[tangent.StateLength];
        _product = new double[tangent.StateLength];
        _state = new double[tangent.StateLength];
    }

    /// <inheritdoc />
    public int Length => _tangent.Dimension;

    /// <summary>The number of products J d so far.</summary>
    public long Products { get; private set; }

    /// <summary>Takes the Jacobian at a state.</summary>
    /// <param name="state">The state.</param>
    public void MoveTo(ReadOnlySpan<double> state)
    {
        state.CopyTo(_state);
        _tangent.MoveTo(state);
        _products.MoveTo(state);
    }

    /// <inheritdoc />
    public void Multiply(ReadOnlySpan<double> direction, Span<double> product)
    {
        _tangent.Expand(direction, _direction);
        _products.Multiply(_direction).CopyTo(_product);
        _tangent.Compress(_product, product);
        Products++;
    }

    /// <summary>The whole matrix, row after row, made symmetric.</summary>
    /// <param name="cancellation">Cancels the work.</param>
    /// <returns>
    /// The matrix (A + A^T)/2 and its measured asymmetry max |A_ij - A_ji|/max |A_ij|, which is rounding alone where
    /// the derivation is right.
    /// </returns>
    public (double[] Matrix, double Asymmetry) ToMatrix(CancellationToken cancellation)
    {
        var n = Length;
        var matrix = new double[n * n];
        var plan = _plans.CompileJacobianVectorProducts(Together);
        var data = _plans.Load(plan, _experiment.Data);
        var late = new double[Together * _tangent.StateLength];
        var products = new double[late.Length];
        plan.Execute(
            data, SampleSelection.Range(0, data.Count), [.. _state, .. late], [_experiment.Lambda], products, []);
        var unit = new double[n];
        for (var first = 0; first < n; first += Together)
        {
            cancellation.ThrowIfCancellationRequested();
            var count = Math.Min(Together, n - first);
            for (var m = 0; m < count; m++)
            {
                unit[first + m] = 1;
                _tangent.Expand(unit, late.AsSpan(m * _tangent.StateLength, _tangent.StateLength));
                unit[first + m] = 0;
            }

            plan.ExecuteLate(late, products);
            for (var m = 0; m < count; m++)
            {
                var product = products.AsSpan(m * _tangent.StateLength, _tangent.StateLength);
                _tangent.Compress(product, matrix.AsSpan((first + m) * n, n));
            }

            Products += count;
        }

        return (matrix, Symmetrize(matrix, n));
    }

    private static double Symmetrize(double[] matrix, int n)
    {
        var (difference, largest) = (0.0, 0.0);
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                ref var lower = ref matrix[(i * n) + j];
                ref var upper = ref matrix[(j * n) + i];
                difference = Math.Max(difference, Math.Abs(lower - upper));
                largest = Math.Max(largest, Math.Max(Math.Abs(lower), Math.Abs(upper)));
                lower = upper = (lower + upper) / 2;
            }
        }

        return largest == 0 ? 0 : difference / largest;
    }
}
