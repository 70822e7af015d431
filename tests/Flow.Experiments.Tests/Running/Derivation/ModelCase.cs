using System.Collections.Immutable;
using Flow.Backends;
using Flow.Backends.Plans;
using Flow.Experiments.Running;
using Flow.Networks.Derivation;
using Flow.Networks.Losses;
using Flow.Networks.Model;
using Flow.Networks.Parametrizations;
using Flow.Symbolic.Expressions;
using Flow.TestKit;

namespace Flow.Experiments.Tests.Running.Derivation;

/// <summary>A derived flow with data and a state on its constraint.</summary>
internal sealed record ModelCase(
    string Description, FlowSystem System, int Count, double[] Inputs, double[] Targets, double[] State, double Lambda)
{
    private static readonly ImmutableArray<string> Losses =
        ["(1-u*y)^4", "(u-y)^2", "exp(-u*y)", "softplus(-u*y)", "square", "exponential", "logistic", "cross-entropy"];

    private static readonly ImmutableArray<string> SmoothActivations =
        ["tanh", "swish(5)", "z+z^3", "sin(z)+z", "softplus(2)", "linear", "z*sigmoid(3*z)"];

    private static readonly ImmutableArray<string> KinkedActivations =
        ["relu", "max(z,0)^2", "leaky-relu(0.1)", "abs(z)", "max(z, 0.1*z)"];

    private static readonly ImmutableArray<string> HomogeneousActivations =
        ["relu", "max(z,0)^2", "leaky-relu(0.1)", "linear", "max(z,0)^3"];

    public NetworkModel Model => System.Model;

    public int[] Lengths => StateVector.BlockLengths(System);

    /// <summary>The model of a seed; equal seeds give equal models.</summary>
    public static ModelCase Random(ulong seed, bool isSmooth = false, DerivationRules? rules = null)
    {
        var random = new RandomStream(seed);
        var activations = isSmooth ? SmoothActivations
            : random.OneIn(2) ? HomogeneousActivations : [.. SmoothActivations, .. KinkedActivations];
        var hasBias = random.OneIn(3);
        var (layers, image) = RandomLayers.Make(random, activations, hasBias);
        var inputs = image is null ? 1 + random.Below(9) : image.Channels * image.Height * image.Width;
        var (outputs, loss) = (1 + random.Below(4), random.OneOf(Losses));
        outputs = loss == "cross-entropy" ? Math.Max(2, outputs) : outputs;
        var model = NetworkModel.Build(inputs, layers, outputs, hasBias, LossCatalog.Parse(loss), image);
        var parametrization = random.OneOf(ParametrizationCatalog.All).Make();
        var decay = new WeightDecay(
            !random.OneIn(3), random.OneOf(DecayTarget.Rho, DecayTarget.Layers), random.OneIn(2));
        var system = FlowDerivation.Derive(model, parametrization, decay, rules);
        var description = $"seed {seed}: {inputs} | {string.Join(" | ", layers)} | {outputs}, loss {loss}, "
            + $"{parametrization.Name}, decay {decay}, biases {hasBias}";
        var count = 1 + random.Below(40);
        return new(
            description,
            system,
            count,
            random.Array(count * inputs),
            TargetsFor(model.Loss, random, count, outputs),
            StateOf(system, random),
            decay.IsPresent ? random.Between(0.01, 0.5) : 0);
    }

    /// <summary>The velocity that a backend's plan computes, block after block.</summary>
    public double[] Velocity(IBackend backend) => Run(backend, static plans => plans.CompileVelocity());

    /// <summary>The values of outputs that are not per sample.</summary>
    public double[] Run(IBackend backend, Func<FlowPlans, Plan> compile)
    {
        using var plans = new FlowPlans(System, backend, new());
        var plan = compile(plans);
        using var data = plan.Load(Data(), Count);
        var values = new double[plan.Source.ReducedLength];
        plan.Execute(data, SampleSelection.Range(0, Count), State, [Lambda], values, []);
        return values;
    }

    /// <summary>X and y for a plan.</summary>
    public Dictionary<Variable, double[]> Data() => new() { [Model.Input] = Inputs, [Model.Targets] = Targets };

    private static double[] TargetsFor(Loss loss, RandomStream random, int count, int outputs)
    {
        var targets = new double[count * outputs];
        for (var n = 0; n < count; n++)
        {
            var label = random.Below(outputs);
            for (var c = 0; c < outputs; c++)
            {
                targets[(n * outputs) + c] = loss is CrossEntropyLoss ? (c == label ? 1 : 0) : random.OneOf(-1, 1);
            }
        }

        return targets;
    }

    /// <summary>
    /// Directions of norm 1 or, with weight normalization, of any; weights of a norm near 1, rho between 0.5 and 2,
    /// some negative layer scales, small biases.
    /// </summary>
    private static double[] StateOf(FlowSystem system, RandomStream random)
    {
        var state = new List<double>();
        foreach (var (variable, length) in system.State.Zip(StateVector.BlockLengths(system)))
        {
            var block = random.Array(length);
            var norm = Math.Sqrt(block.Sum(static x => x * x));
            state.AddRange(variable.Role switch
            {
                StateRole.Scale => [random.Between(0.5, 2)],
                StateRole.LayerScale => [random.Between(0.5, 1.5) * random.OneOf(1, 1, -1)],
                StateRole.LayerDirection => block,
                StateRole.Free or StateRole.Shift => block.Select(static x => 0.3 * x),
                StateRole.Gain => block.Select(static x => 1 + (0.3 * x)),
                StateRole.Weight => block.Select(x => x * random.Between(0.9, 1.3) / norm),
                _ => block.Select(x => x / norm),
            });
        }

        return [.. state];
    }
}
