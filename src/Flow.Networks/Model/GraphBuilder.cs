using Flow.Symbolic.Expressions;
using Flow.Symbolic.Functions;
using Flow.Symbolic.Shapes;

namespace Flow.Networks.Model;

/// <summary>Collects parameters, dimensions and activations while layers extend a network's graph.</summary>
public sealed class GraphBuilder
{
    private readonly Dictionary<Dimension, int> _sizes = [];
    private readonly List<Parameter> _parameters = [];
    private readonly List<ActivationSite> _activations = [];

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
    public Variable NewWeight(Shape shape) => Add(true, "W", shape);

    /// <summary>Makes the bias b_k of the current layer.</summary>
    /// <param name="shape">Its shape.</param>
    public Variable NewBias(Shape shape) => Add(false, "b", shape);

    /// <summary>Applies an activation and remembers where.</summary>
    /// <param name="function">sigma.</param>
    /// <param name="preActivation">z.</param>
    public Expr Activate(ScalarFunction function, Expr preActivation)
    {
        var value = Apply.Of(function, preActivation);
        _activations.Add(new(preActivation, value, function));
        return value;
    }

    private Variable Add(bool isWeight, string letter, Shape shape)
    {
        var variable = Variable.Of($"{letter}_{Depth}", shape);
        _parameters.Add(new(Depth, isWeight, variable));
        return variable;
    }
}
