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
        Parametrization parametrization, IEnumerable<Layer> hidden, DecayTarget? decay = null, bool hasBias = false)
    {
        var model = NetworkModel.Build(Inputs, hidden, 1, hasBias, LossCatalog.Parse("square"));
        _system = FlowDerivation.Derive(
            model, parametrization, new(decay is not null, decay ?? DecayTarget.Rho, false));
        _concrete = _system.Concretize();
        _sizes = new(model.Sizes) { [model.Samples] = Count };
        _data = new()
        {
            [model.Input] = Wave(Count * Inputs, 0.9),
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
