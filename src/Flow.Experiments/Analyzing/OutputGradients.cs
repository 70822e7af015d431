using Flow.Backends.Plans;
using Flow.Experiments.Analyzing.Spectra;
using Flow.Experiments.Running;
using Flow.Symbolic.Differentiation;
using Flow.Symbolic.Expressions;

namespace Flow.Experiments.Analyzing;

/// <summary>
/// The derivatives A of all raw outputs u_n in the state, N C rows of the length of the state: at lambda = 0 and zero
/// square loss the Jacobian is -(2/N) A^T A, so that it has the rank of the tangent kernel A A^T.
/// </summary>
public sealed class OutputGradients
{
    private const int MostRows = 4000;
    private const long MostNumbers = 1L << 27;

    private readonly double[][] _rows;

    private OutputGradients(double[][] rows) => _rows = rows;

    /// <summary>The number N C of rows.</summary>
    public int Rows => _rows.Length;

    /// <summary>Computes the derivatives, one backward pass for each row.</summary>
    /// <param name="plans">The flow's plans.</param>
    /// <param name="experiment">The experiment.</param>
    /// <param name="state">The state.</param>
    /// <param name="cancellation">Cancels the work.</param>
    /// <returns>The derivatives, or null where there are more than 4,000 rows or they take more than 1 GiB.</returns>
    public static OutputGradients? At(
        FlowPlans plans, Experiment experiment, double[] state, CancellationToken cancellation)
    {
        var (samples, outputs) = (experiment.Data.Count, experiment.Data.Outputs);
        if ((long)samples * outputs > MostRows || (long)samples * outputs * state.Length > MostNumbers)
        {
            return null;
        }

        var raw = plans.System.In(experiment.System.RawOutput);
        var cotangent = Variable.Of("cotangent", raw.Shape);
        var gradients = Gradient.VectorJacobianProduct(
            raw, cotangent, [.. experiment.System.State.Select(static s => s.Variable)]);
        var plan = plans.CompileWith([cotangent], [], gradients.Select(static (g, i) => new PlanOutput($"row_{i}", g)));
        var values = new double[samples * outputs];
        var data = plans.Load(plan, experiment.Data, new KeyValuePair<Variable, double[]>(cotangent, values));
        // Samples know of each other through batch norm alone.
        var isCoupled = !experiment.Model.Normalizations.IsEmpty;
        var rows = new double[values.Length][];
        for (var i = 0; i < rows.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            values[i] = 1;
            data.Update(cotangent, values);
            values[i] = 0;
            rows[i] = new double[state.Length];
            var selection = isCoupled ? SampleSelection.Range(0, samples) : SampleSelection.Range(i / outputs, 1);
            plan.Execute(data, selection, state, [experiment.Lambda], rows[i], []);
        }

        return new(rows);
    }

    /// <summary>The rank of the tangent kernel A P A^T, P the projection on the tangent space.</summary>
    /// <param name="tangent">The tangent space at the same state.</param>
    /// <param name="tolerance">Eigenvalues up to this fraction of the largest count as zero.</param>
    public int KernelRank(TangentSpace tangent, double tolerance)
    {
        var coordinates = _rows.Select(row =>
        {
            var projected = new double[tangent.Dimension];
            tangent.Compress([.. row], projected);
            return projected;
        }).ToArray();
        return GramRank.Of(coordinates, tolerance);
    }

    /// <summary>Whether no output depends on an entry of the state.</summary>
    /// <param name="entry">The entry, from 0.</param>
    public bool IsDead(int entry) => Array.TrueForAll(_rows, row => row[entry] == 0);
}
