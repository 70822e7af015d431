using Flow.Backends;
using Flow.Backends.Plans;
using Flow.Experiments.Data;
using Flow.Experiments.Running;
using Flow.Integrators.Nonsmooth;
using Flow.Integrators.Spaces;
using Flow.Networks.Derivation;
using Flow.Symbolic.Expressions;

namespace Flow.Experiments.Nonsmooth;

/// <summary>
/// The flow of a network of rectifiers with its masks given, F(y; m), and its terms sample by sample, all compiled from
/// the graph of the masked flow.
/// </summary>
public sealed class KinkedFlow : IKinkedField, IDisposable
{
    private readonly FlowPlans _plans;
    private readonly AllSamples _forward;
    private readonly AllSamples _evaluate;
    private readonly OneSample _forwardSample;
    private readonly OneSample _contribution;
    private readonly OneSample[] _switching;
    private readonly GradientOutputs _contributionOutputs;
    private readonly GradientOutputs[] _switchingOutputs;
    private readonly CompactGradient _gradient;
    private readonly ScaleSingularity _singularity;
    private readonly double[] _smallest;
    private readonly int[] _starts;
    private readonly int _sites;
    private readonly double[] _loss;

    /// <summary>Compiles the field.</summary>
    /// <param name="system">The derived flow.</param>
    /// <param name="data">The data.</param>
    /// <param name="lambda">lambda.</param>
    /// <param name="backend">The backend.</param>
    /// <param name="options">Threads; the precision is float64.</param>
    /// <param name="withLoss">Whether F is NaN wherever the loss is not finite.</param>
    /// <exception cref="ArgumentException">The network has no masked form; see MaskedFlow.Obstacle.</exception>
    /// <exception cref="PlanException">The backend cannot compile the network.</exception>
    public KinkedFlow(
        FlowSystem system,
        Dataset data,
        double lambda,
        IBackend backend,
        PlanOptions options,
        bool withLoss = false)
    {
        var flow = MaskedFlow.Of(system);
        _plans = new(flow.System.System, backend, options with { Precision = Precision.Float64 });
        var loss = flow.OfLoss();
        var switching = Outputs("switching", flow.Switching);
        List<PlanOutput> both = [.. switching, .. Outputs("signal", loss.Signals)];
        _forward = new(flow, _plans, data, lambda, switching);
        var velocities = Outputs("velocity", flow.System.Velocities);
        List<PlanOutput> last = withLoss ? [new("loss", flow.System.Loss)] : [];
        _evaluate = new(flow, _plans, data, lambda, [.. velocities, .. both, .. last]);
        _forwardSample = new(flow, data, lambda, switching);
        _gradient = new(flow.System.System, loss);
        _contributionOutputs = GradientOutputs.AddTo(both, loss);
        _contribution = new(flow, data, lambda, both);
        (_switching, _switchingOutputs) = Switching(flow, data, lambda);
        _singularity = new(system);
        (Samples, _sites) = (data.Count, flow.Sites.Length);
        var widths = flow.Sites.Select(site => site.Mask.Shape.Dimensions.Skip(1)
            .Aggregate(1, (count, dimension) => count * system.Model.Sizes[dimension])).ToArray();
        _starts = [.. widths.Select((_, site) => widths.Take(site).Sum())];
        Units = widths.Sum();
        _smallest = [.. flow.Sites.Zip(widths, static (site, width) =>
            Enumerable.Repeat(site.SmallestMask.ToDouble(), width)).SelectMany(static masks => masks)];
        _loss = new double[last.Count];
    }

    /// <inheritdoc />
    public int Samples { get; }

    /// <inheritdoc />
    public int Units { get; }

    /// <inheritdoc />
    public int GradientLength => _gradient.Length;

    /// <inheritdoc />
    public double SmallestMask(int unit) => _smallest[unit];

    /// <inheritdoc />
    public void Forward(Vector state, ReadOnlySpan<double> masks, Span<double> switching)
    {
        _forward.Execute(Values(state), masks, ReducedOutputs.None);
        _forward.CopySites(0, switching);
    }

    /// <inheritdoc />
    public void Evaluate(
        Vector state, ReadOnlySpan<double> masks, Vector derivative, Span<double> switching, Span<double> signals)
    {
        var (values, result) = (Values(state), Values(derivative));
        _singularity.Check(values);
        _evaluate.Execute(values, masks, new(result, _loss));
        _evaluate.CopySites(0, switching);
        _evaluate.CopySites(_sites, signals);
        if (!Array.TrueForAll(_loss, double.IsFinite))
        {
            Array.Fill(result, double.NaN);
        }
    }

    /// <inheritdoc />
    public void ForwardSample(int sample, Vector state, ReadOnlySpan<double> masks, Span<double> switching)
    {
        _forwardSample.Execute(sample, Values(state), masks);
        _forwardSample.CopySites(0, switching);
    }

    /// <inheritdoc />
    public void ContributionGradient(
        int sample,
        Vector state,
        ReadOnlySpan<double> masks,
        Span<double> gradient,
        Span<double> switching,
        Span<double> signals)
    {
        var values = Values(state);
        _contribution.Execute(sample, values, masks);
        _contribution.CopySites(0, switching);
        _contribution.CopySites(_sites, signals);
        _gradient.Take(_contribution.Plan, _contributionOutputs, values, gradient);
    }

    /// <inheritdoc />
    public void SwitchingGradient(
        int sample, int unit, Vector state, ReadOnlySpan<double> masks, Span<double> gradient)
    {
        var values = Values(state);
        var site = _sites - 1;
        while (_starts[site] > unit)
        {
            site--;
        }

        var direction = _switching[site].Extra;
        direction[unit - _starts[site]] = 1;
        _switching[site].Execute(sample, values, masks);
        _gradient.Take(_switching[site].Plan, _switchingOutputs[site], values, gradient);
        direction[unit - _starts[site]] = 0;
    }

    /// <inheritdoc />
    public double Inner(ReadOnlySpan<double> gradient, ReadOnlySpan<double> other) => _gradient.Inner(gradient, other);

    /// <inheritdoc />
    public double Along(ReadOnlySpan<double> gradient, Vector state, Vector direction) =>
        _gradient.Along(gradient, Values(state), Values(direction));

    /// <inheritdoc />
    public void Add(double factor, ReadOnlySpan<double> gradient, Vector state, Vector target) =>
        _gradient.Add(factor, gradient, Values(state), Values(target));

    /// <inheritdoc />
    public void Dispose() => _plans.Dispose();

    private static double[] Values(Vector vector) => ((ArrayVector)vector).Values;

    private static List<PlanOutput> Outputs(string name, IEnumerable<Expr> values) =>
        [.. values.Select((value, i) => new PlanOutput($"{name}_{i}", value))];

    private static (OneSample[] Plans, GradientOutputs[] Outputs) Switching(
        MaskedFlow flow, Dataset data, double lambda)
    {
        var (plans, places) = (new OneSample[flow.Sites.Length], new GradientOutputs[flow.Sites.Length]);
        for (var site = 0; site < plans.Length; site++)
        {
            var direction = Variable.Of("direction", flow.Sites[site].Mask.Shape);
            var outputs = new List<PlanOutput>();
            places[site] = GradientOutputs.AddTo(outputs, flow.OfSwitching(site, direction));
            plans[site] = new(flow, data, lambda, outputs, direction);
        }

        return (plans, places);
    }
}
