using Flow.Backends.Plans;
using Flow.Integrators.Problems;
using Flow.Integrators.Spaces;

namespace Flow.Experiments.Running;

/// <summary>The derivative of a flow's right-hand side along directions, computed by a plan on all samples; at a kink
/// of a piecewise-linear activation it is the derivative on the side that the activation's own derivative takes.
/// </summary>
public sealed class PlanLinearization : ILinearization
{
    private readonly Plan _plan;
    private readonly PlanData _data;
    private readonly SampleSelection _samples;
    private readonly ScaleSingularity _singularity;
    private readonly double[] _scalars;
    private readonly double[] _input;
    private readonly double[] _product;
    private readonly int _length;

    /// <summary>Compiles the plan.</summary>
    /// <param name="plans">The flow's plans, which own it.</param>
    /// <param name="experiment">The experiment.</param>
    /// <param name="correction">kappa of the modified flow; null for the flow itself.</param>
    /// <exception cref="PlanException">The backend cannot compile the product.</exception>
    public PlanLinearization(FlowPlans plans, Experiment experiment, double? correction = null)
    {
        _plan = plans.CompileJacobianVectorProducts(isModified: correction is not null);
        _data = plans.Load(_plan, experiment.Data);
        _samples = SampleSelection.Range(0, _data.Count);
        _singularity = new(experiment.System);
        _scalars = correction is { } kappa ? [experiment.Lambda, kappa] : [experiment.Lambda];
        _length = experiment.InitialState.Length;
        _input = new double[2 * _length];
        _product = new double[_length];
    }

    /// <summary>True: every flow here, a modified one too, is minus the gradient of its objective, projected onto the
    /// spheres.</summary>
    public bool IsSymmetricOnTangent => true;

    /// <inheritdoc/>
    public void MoveTo(double time, Vector state)
    {
        var values = ((ArrayVector)state).Values;
        _singularity.Check(values);
        MoveTo(values);
    }

    /// <inheritdoc/>
    public void Multiply(Vector direction, Vector product)
    {
        Multiply(((ArrayVector)direction).Values);
        _product.CopyTo(((ArrayVector)product).Values, 0);
    }

    /// <inheritdoc/>
    public bool TryTimeDerivative(Vector derivative)
    {
        // A flow does not depend on the time but through its state.
        ((ArrayVector)derivative).AsSpan().Clear();
        return true;
    }

    /// <summary>Fixes the state at which the products are taken.</summary>
    /// <param name="state">z, block after block.</param>
    public void MoveTo(ReadOnlySpan<double> state)
    {
        state.CopyTo(_input);
        _plan.Execute(_data, _samples, _input, _scalars, _product, []);
    }

    /// <summary>J d at the state.</summary>
    /// <param name="direction">d, block after block.</param>
    /// <returns>J d, valid until the next call.</returns>
    public ReadOnlySpan<double> Multiply(ReadOnlySpan<double> direction)
    {
        _plan.ExecuteLate(direction, _product);
        return _product;
    }
}
