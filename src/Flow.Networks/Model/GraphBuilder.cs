using Flow.Networks.Layers;
using Flow.Symbolic.Expressions;
using Flow.Symbolic.Functions;
using Flow.Symbolic.Shapes;

namespace Flow.Networks.Model;

/// <summary>Collects parameters, dimensions and activations while layers extend a network's graph.</summary>
public sealed partial class GraphBuilder
{
    private readonly Dictionary<Dimension, int> _sizes = [];
    private readonly List<Parameter> _parameters = [];
    private readonly List<ActivationSite> _activations = [];
    private readonly List<NormalizationSite> _normalizations = [];

    /// <summary>Starts a graph.</summary>
    /// <param name="samples">The dimension of the samples.</param>
    /// <param name="inputSize">The number d_0 of inputs.</param>
    public GraphBuilder(Dimension samples, int inputSize)
    {
        Samples = samples;
        var inputs = NewDimension("d_0", inputSize);
        Input = Variable.Of("X", Shape.Of(samples, inputs));
    }

    /// <summary>The dimension of the samples.</summary>
    public Dimension Samples { get; }

    /// <summary>The inputs X, samples x d_0.</summary>
    public Variable Input { get; }

    /// <summary>The number of layers with weights so far.</summary>
    public int Depth { get; private set; }

    /// <summary>The size of each dimension but the samples.</summary>
    public IReadOnlyDictionary<Dimension, int> Sizes => _sizes;

    /// <summary>The parameters in the order in which they were made.</summary>
    public IReadOnlyList<Parameter> Parameters => _parameters;

    /// <summary>The activations in order.</summary>
    public IReadOnlyList<ActivationSite> Activations => _activations;

    /// <summary>The batch norms in order.</summary>
    public IReadOnlyList<NormalizationSite> Normalizations => _normalizations;

    /// <summary>Starts the next layer with weights and returns its number.</summary>
    public int NextLayer() => ++Depth;

    /// <summary>Makes a dimension of known size.</summary>
    /// <param name="name">The name, unique in the network.</param>
    /// <param name="size">The size, at least 1.</param>
    public Dimension NewDimension(string name, int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        var dimension = new Dimension(name);
        _sizes.Add(dimension, size);
        return dimension;
    }

    /// <summary>Makes the weight W_k of the current layer.</summary>
    /// <param name="shape">Its shape, outputs first.</param>
    public Variable NewWeight(Shape shape) => Add(ParameterKind.Weight, "W", shape);

    /// <summary>Makes the bias b_k of the current layer.</summary>
    /// <param name="shape">Its shape.</param>
    public Variable NewBias(Shape shape) => Add(ParameterKind.Bias, "b", shape);

    /// <summary>Makes the scale gamma_k of an affine batch norm of the current layer.</summary>
    /// <param name="shape">Its shape.</param>
    /// <exception cref="LayerException">The layer has one already, or there is no layer yet.</exception>
    public Variable NewGain(Shape shape) => Add(ParameterKind.Gain, "gamma", shape);

    /// <summary>Makes the shift beta_k of an affine batch norm of the current layer.</summary>
    /// <param name="shape">Its shape.</param>
    /// <exception cref="LayerException">The layer has one already, or there is no layer yet.</exception>
    public Variable NewShift(Shape shape) => Add(ParameterKind.Shift, "beta", shape);

    /// <summary>(Z - 1 m^T)/sqrt(v + epsilon), each unit over samples (and pixels), and remembers where.</summary>
    /// <param name="preActivation">Z, samples x units or samples x pixels x channels.</param>
    /// <param name="epsilon">epsilon, at least 0.</param>
    /// <param name="gain">gamma_k, which multiplies the result; null where there is none.</param>
    public Expr Normalize(Expr preActivation, Rational epsilon, Variable? gain)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epsilon.Sign, nameof(epsilon));
        var averaged = preActivation.Shape.Dimensions.AsSpan()[..^1];
        var (letters, count) = averaged.Length == 1
            ? ("nj", (Expr)DimensionSize.Of(Samples))
            : ("npj", DimensionSize.Of(Samples) * DimensionSize.Of(averaged[1]));
        var mean = Algebra.Einstein($"{letters}->j", preActivation) / count;
        var centred = preActivation - Algebra.Broadcast(mean, averaged);
        var variance = Algebra.Einstein($"{letters},{letters}->j", centred, centred) / count;
        var spread = variance + Constant.Of(epsilon, variance.Shape);
        _normalizations.Add(new(Depth, preActivation, variance, spread, gain));
        return Algebra.Einstein($"{letters},j->{letters}", centred, Power.Of(spread, new Rational(-1, 2)));
    }

    /// <summary>Applies an activation and remembers where.</summary>
    /// <param name="function">sigma.</param>
    /// <param name="preActivation">z.</param>
    public Expr Activate(ScalarFunction function, Expr preActivation)
    {
        var value = Apply.Of(function, preActivation);
        _activations.Add(new(preActivation, value, function));
        return value;
    }

    private Variable Add(ParameterKind kind, string letter, Shape shape)
    {
        if (Depth == 0 || _parameters.Any(parameter => parameter.Layer == Depth && parameter.Kind == kind))
        {
            throw Depth == 0
                ? new LayerException(
                    $"{letter} has no layer with weights before it", "put a dense layer first or leave it out")
                : new LayerException(
                    $"layer {Depth} has two {letter}", "put a dense layer between them or leave one out");
        }

        var variable = Variable.Of($"{letter}_{Depth}", shape);
        _parameters.Add(new(Depth, kind, variable));
        return variable;
    }
}
