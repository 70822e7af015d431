using Flow.Networks.Derivation;
using Flow.Networks.Layers;
using Flow.Networks.Losses;
using Flow.Networks.Model;
using Flow.Networks.Parametrizations;
using Flow.Symbolic.Expressions;
using Flow.Symbolic.Functions;
using Flow.Symbolic.Shapes;
using Flow.TestKit;

namespace Flow.Networks.Tests;

/// <summary>A derived flow on random data of a few samples, evaluated by the reference evaluator.</summary>
internal sealed class SmallNetwork
{
    private const int Count = 7;
    private const int Inputs = 4;

    private readonly FlowSystem _system;
    private readonly ConcreteSystem _concrete;
    private readonly Dictionary<Dimension, int> _sizes;
    private readonly Dictionary<Expr, double[]> _data;

    public SmallNetwork(
        Parametrization parametrization,
        IEnumerable<Layer> hidden,
        DecayTarget? decay = null,
        bool hasBias = false,
        ImageShape? image = null)
    {
        var inputs = image is null ? Inputs : image.Channels * image.Height * image.Width;
        var model = NetworkModel.Build(inputs, hidden, 1, hasBias, LossCatalog.Parse("square"), image);
        _system = FlowDerivation.Derive(
            model, parametrization, new(decay is not null, decay ?? DecayTarget.Rho, false));
        _concrete = _system.Concretize();
        _sizes = new(model.Sizes) { [model.Samples] = Count };
        _data = new()
        {
            [model.Input] = Wave(Count * inputs, 0.9),
            [model.Targets] = [.. Enumerable.Range(0, Count).Select(static n => n % 3 == 0 ? -1.0 : 1.0)],
            [FlowDerivation.Lambda] = [Lambda],
        };
    }

    public static double Lambda => 0.03;

    public FlowSystem System => _system;

    public NetworkModel Model => _system.Model;

    /// <summary>Layers of a network with one activation throughout.</summary>
    public static Layer[] Hidden(string activation, params int[] widths) =>
    [
        .. widths.SelectMany(width => new Layer[]
        {
            new Dense(width, false), new Activation(ScalarFunctionCatalog.Parse(activation)),
        }),
    ];

    /// <summary>Values without structure, the same in every process.</summary>
    public static double[] Wave(int count, double phase) =>
        [.. Enumerable.Range(0, count).Select(i => Math.Sin(phase + (1.7 * i) + (0.31 * i * i)))];

    /// <summary>A vector of the length of a state variable.</summary>
    public double[] Wave(StateVariable variable, double phase) =>
        Wave(variable.Variable.Shape.Count(dimension => _sizes[dimension]), phase);

    /// <summary>The velocities at a state, by the name of the block.</summary>
    public Dictionary<string, double[]> Velocities(IReadOnlyDictionary<string, double[]> state)
    {
        var evaluator = Evaluator(state);
        return _system.State.Zip(_concrete.Velocities)
            .ToDictionary(static pair => pair.First.Variable.Name, pair => evaluator.Evaluate(pair.Second));
    }

    /// <summary>The inputs, sample by sample.</summary>
    public double[] Data => _data[Model.Input];

    /// <summary>The velocity of a state minus the negative slope of the objective, by central differences.</summary>
    public double SlopeError(Dictionary<string, double[]> state)
    {
        var worst = 0.0;
        foreach (var (name, velocity) in Velocities(state))
        {
            var entries = state[name];
            for (var i = 0; i < entries.Length; i++)
            {
                const double Step = 1e-5;
                var here = entries[i];
                entries[i] = here + Step;
                var above = Value(System.Objective, state);
                entries[i] = here - Step;
                var below = Value(System.Objective, state);
                entries[i] = here;
                worst = Math.Max(worst, Math.Abs(velocity[i] + ((above - below) / (2 * Step))));
            }
        }

        return worst;
    }

    /// <summary>A scalar of the abstract level at a state.</summary>
    public double Value(Expr expression, IReadOnlyDictionary<string, double[]> state) =>
        Evaluator(state).Scalar(_concrete.In(expression));

    public static double Inner(double[] a, double[] b) => a.Zip(b, static (x, y) => x * y).Sum();

    public static double Norm(double[] a) => Math.Sqrt(Inner(a, a));

    public static double[] Scaled(double[] a, double factor) => [.. a.Select(x => x * factor)];

    /// <summary>The largest difference of two vectors relative to the norm of the first.</summary>
    public static double Difference(double[] expected, double[] found) =>
        Norm([.. expected.Zip(found, static (x, y) => x - y)]) / Norm(expected);

    private ReferenceEvaluator Evaluator(IReadOnlyDictionary<string, double[]> state) => new(
        _sizes,
        _data.Concat(_system.State.Select(variable =>
            new KeyValuePair<Expr, double[]>(variable.Variable, state[variable.Variable.Name]))));
}
