using Flow.Backends;
using Flow.Backends.Plans;
using Flow.Experiments.Configuration;
using Flow.Experiments.Data;
using Flow.Experiments.Nonsmooth;
using Flow.Experiments.Running;
using Flow.Integrators.Spaces;
using Flow.Networks.Derivation;
using Flow.Networks.Layers;
using Flow.Networks.Losses;
using Flow.Networks.Model;
using Flow.Networks.Parametrizations;
using Flow.Symbolic.Functions;
using Flow.TestKit;

namespace Flow.Experiments.Tests.Nonsmooth;

/// <summary>A small network of rectifiers with random data, masks and state.</summary>
internal sealed class KinkedCase : IDisposable
{
    private const int Count = 6;

    private static readonly Layer[] Convolutional =
    [
        new Convolution2D(3, 3, 1, 1, true), Act("relu"), new AveragePooling(2, 2),
        new Convolution2D(2, 2, 1, 0, false), Act("leaky-relu(0.2)"), new Flatten(), new Dense(5, true), Act("relu"),
    ];

    private static readonly Dictionary<string, Func<double, KinkedCase>> Cases = new()
    {
        ["lagrange"] = l => new(new Lagrange(), Dense("relu", 7, 5), l),
        ["one hidden layer"] = l => new(new Unconstrained(), Dense("relu", 7), l),
        ["deep leaky"] = l => new(new Lagrange(), Dense("leaky-relu(0.1)", 6, 5, 4), l, bias: true),
        ["weight-norm"] = l => new(new WeightNorm(), Dense("relu", 7, 5), l, bias: true),
        ["unconstrained, logistic"] = l => new(new Unconstrained(), Dense("relu", 7, 5), l, "logistic", bias: true),
        ["exponential, decay on layers"] = l => new(
            new Lagrange(), Dense("relu", 7, 5), l, "exponential", target: DecayTarget.Layers),
        ["cross-entropy, ten outputs"] = l => new(new Lagrange(), Dense("relu", 8, 6), l, "cross-entropy", outputs: 10),
        ["weight-norm, decay on rho"] = l => new(
            new WeightNorm(), Dense("leaky-relu", 5, 4), l, outputs: 3, target: DecayTarget.Rho),
        ["residual"] = l => new(
            new Lagrange(), [.. Dense("relu", 5), new Residual([.. Dense("relu", 4), new Dense(5, true)])], l),
        ["smooth and relu"] = l => new(
            new Unconstrained(), [.. Dense("tanh", 6), .. Dense("relu", 5), .. Dense("swish(2)", 4)], l),
        ["twice a rectifier"] = l => new(new Lagrange(), Dense("2*max(z,0)+0.5*z", 6, 5), l),
        ["absolute value"] = l => new(new Lagrange(), Dense("abs(z)", 6, 5), l),
        ["convolutional"] = l => new(new Lagrange(), Convolutional, l, image: new(1, 4, 4)),
        ["convolutional, weight-norm"] = l => new(
            new WeightNorm(), Convolutional, l, "cross-entropy", outputs: 3, image: new(2, 4, 4)),
    };

    private readonly RandomStream _random = new(17);
    private readonly double _lambda;

    private KinkedCase(
        Parametrization parametrization,
        Layer[] hidden,
        double lambda,
        string loss = "square",
        int outputs = 1,
        bool bias = false,
        ImageShape? image = null,
        DecayTarget? target = null)
    {
        _lambda = lambda;
        var inputs = image is null ? 4 : image.Channels * image.Height * image.Width;
        var model = NetworkModel.Build(inputs, hidden, outputs, bias, LossCatalog.Parse(loss), image);
        System = FlowDerivation.Derive(
            model, parametrization, new(true, target ?? parametrization.NaturalDecay, bias));
        Data = new Dataset
        {
            Count = Count,
            Dimension = inputs,
            Outputs = outputs,
            Inputs = _random.Array(Count * inputs),
            Targets = Targets(outputs),
            Labels = [],
            ClassLabels = new ValueList<int>([]),
        };
        Field = new(System, Data, lambda, BackendCatalog.Make("cpu"), new());
        var names = System.State.Select(static variable => variable.Variable.Name);
        Space = new(new VectorLayout(names.Zip(StateVector.BlockLengths(System))));
        State = Space.Create(RandomState());
        Masks = [.. Enumerable.Range(0, Count * Field.Units)
            .Select(p => _random.Between(Field.SmallestMask(p % Field.Units), 1))];
    }

    public static TheoryData<string> Names => [.. Cases.Keys];

    public FlowSystem System { get; }

    public Dataset Data { get; }

    public KinkedFlow Field { get; }

    public ArraySpace Space { get; }

    public ArrayVector State { get; }

    /// <summary>Masks between a and 1.</summary>
    public double[] Masks { get; }

    public static KinkedCase Of(string name, double lambda = 0.02) => Cases[name](lambda);

    public ArrayVector Zero() => (ArrayVector)Space.Allocate();

    /// <summary>A random direction, tangent where the flow keeps norms.</summary>
    public ArrayVector Direction()
    {
        var direction = Space.Create(_random.Array(Space.Layout.Length));
        for (var i = 0; i < System.State.Length; i++)
        {
            if (System.State[i].HasUnitNorm)
            {
                var (own, here) = (direction.AsSpan(i).ToArray(), State.AsSpan(i).ToArray());
                var share = Dot(own, here) / Dot(here, here);
                own.Zip(here, (d, v) => d - (share * v)).ToArray().CopyTo(direction.AsSpan(i));
            }
        }

        return direction;
    }

    /// <summary>The masks of the state's own signs; layer by layer, since signs depend on the layers before.</summary>
    public double[] SignMasks()
    {
        var masks = Enumerable.Repeat(1.0, Masks.Length).ToArray();
        var switching = new double[masks.Length];
        for (var layer = 0; layer < 5; layer++)
        {
            Field.Forward(State, masks, switching);
            for (var p = 0; p < masks.Length; p++)
            {
                masks[p] = switching[p] > 0 ? 1 : Field.SmallestMask(p % Field.Units);
            }
        }

        return masks;
    }

    /// <summary>F, z and c at a state with given masks.</summary>
    public (double[] Velocity, double[] Switching, double[] Signals) Evaluate(double[] masks)
    {
        var (velocity, switching, signals) = (Zero(), new double[masks.Length], new double[masks.Length]);
        Field.Evaluate(State, masks, velocity, switching, signals);
        return (velocity.Values, switching, signals);
    }

    /// <summary>The right-hand side of the flow as it is without masks.</summary>
    public double[] OrdinaryVelocity()
    {
        using var plans = new FlowPlans(System, BackendCatalog.Make("cpu"), new());
        var plan = plans.CompileVelocity();
        var velocity = Zero();
        new PlanVectorField(plan, plans.Load(plan, Data), _lambda, System).Evaluate(0, State, velocity);
        return velocity.Values;
    }

    /// <summary>The mean loss of the masked network at a state.</summary>
    public double Loss(double[] masks, double[] state)
    {
        var flow = MaskedFlow.Of(System);
        using var plans = new FlowPlans(flow.System.System, BackendCatalog.Make("cpu"), new());
        var plan = plans.CompileWith(
            flow.Sites.Select(static site => site.Mask), [], [new PlanOutput("loss", flow.System.Loss)]);
        var start = 0;
        var data = plans.Load(plan, Data, [.. flow.Sites.Select(site =>
        {
            var (first, width) = (start, plan.Source.Width(site.Mask));
            start += width;
            return KeyValuePair.Create(site.Mask, Enumerable.Range(0, Count)
                .SelectMany(n => masks[((n * Field.Units) + first)..((n * Field.Units) + first + width)]).ToArray());
        })]);
        var loss = new double[1];
        plan.Execute(data, SampleSelection.Range(0, Count), state, [_lambda], loss, []);
        return loss[0];
    }

    public double[] MasksOf(int sample, double[] masks) =>
        masks[(sample * Field.Units)..((sample + 1) * Field.Units)];

    /// <summary>The gradient of a switching function.</summary>
    public double[] SwitchingGradient(int sample, int unit, double[] masks)
    {
        var gradient = new double[Field.GradientLength];
        Field.SwitchingGradient(sample, unit, State, MasksOf(sample, masks), gradient);
        return gradient;
    }

    /// <summary>The gradient of a sample's part of the objective, with z and c.</summary>
    public (double[] Gradient, double[] Switching, double[] Signals) Contribution(int sample, double[] masks)
    {
        var (gradient, z, c) = (new double[Field.GradientLength], new double[Field.Units], new double[Field.Units]);
        Field.ContributionGradient(sample, State, MasksOf(sample, masks), gradient, z, c);
        return (gradient, z, c);
    }

    public static double Dot(double[] a, double[] b) => a.Zip(b, static (x, y) => x * y).Sum();

    /// <summary>The largest difference of two vectors relative to the largest entry of the first.</summary>
    public static double Difference(double[] expected, double[] found) =>
        expected.Zip(found, static (x, y) => Math.Abs(x - y)).Max() / expected.Max(Math.Abs);

    public void Dispose() => Field.Dispose();

    private static Activation Act(string text) => new(ScalarFunctionCatalog.Parse(text));

    private static Layer[] Dense(string activation, params int[] widths) =>
        [.. widths.SelectMany(width => new Layer[] { new Dense(width, false), Act(activation) })];

    private static double[] Targets(int outputs) => outputs == 1
        ? [.. Enumerable.Range(0, Count).Select(static n => n % 2 == 0 ? 1.0 : -1.0)]
        : [.. Enumerable.Range(0, Count * outputs).Select(i => i % outputs == i / outputs % outputs ? 1.0 : 0.0)];

    private double[] RandomState() =>
    [
        .. System.State.Zip(StateVector.BlockLengths(System)).SelectMany(pair =>
        {
            var values = _random.Array(pair.Second);
            var norm = pair.First.HasUnitNorm ? Math.Sqrt(Dot(values, values)) : 1;
            return pair.First.Role is StateRole.Scale or StateRole.LayerScale
                ? [1.5 + (0.2 * pair.First.Layer)]
                : values.Select(value => value / norm);
        }),
    ];
}
