using System.Collections.Immutable;
using Flow.Networks.Layers;
using Flow.Networks.Losses;
using Flow.Symbolic.Expressions;
using Flow.Symbolic.Rewriting;
using Flow.Symbolic.Shapes;

namespace Flow.Networks.Model;

/// <summary>A network as a graph: f(W_1, .., W_L; X), its loss, and what follows from its structure.</summary>
public sealed class NetworkModel
{
    private NetworkModel(GraphBuilder builder, Expr output, Loss loss)
    {
        Samples = builder.Samples;
        Input = builder.Input;
        Output = output;
        Outputs = output.Shape.Dimensions[1];
        Targets = Variable.Of("y", output.Shape);
        Parameters = [.. builder.Parameters];
        Activations = [.. builder.Activations];
        Normalizations = [.. builder.Normalizations];
        Sizes = builder.Sizes.ToImmutableDictionary();
        Layers = [.. builder.Layers];
        Loss = loss;
        Degrees = [.. Parameters.Select(parameter => Homogeneity.Degree(output, parameter.Variable))];
        ScaleFree = Normalizations.IsEmpty ? [] : FindScaleFree(output);
    }

    private NetworkModel(NetworkModel other, Expr output, ImmutableArray<ActivationSite> activations)
    {
        (Samples, Input, Outputs, Targets) = (other.Samples, other.Input, other.Outputs, other.Targets);
        (Parameters, Degrees, ScaleFree) = (other.Parameters, other.Degrees, other.ScaleFree);
        (Normalizations, Sizes, Layers, Loss) = (other.Normalizations, other.Sizes, other.Layers, other.Loss);
        (Output, Activations) = (output, activations);
    }

    /// <summary>The dimension N of the samples.</summary>
    public Dimension Samples { get; }

    /// <summary>The dimension of the outputs.</summary>
    public Dimension Outputs { get; }

    /// <summary>The inputs X, samples x d_0.</summary>
    public Variable Input { get; }

    /// <summary>The targets y, samples x outputs.</summary>
    public Variable Targets { get; }

    /// <summary>The output f as a graph of the parameters and the inputs, samples x outputs.</summary>
    public Expr Output { get; }

    /// <summary>The parameters in order of the layers, a layer's weight before its bias.</summary>
    public ImmutableArray<Parameter> Parameters { get; }

    /// <summary>The weights W_1 .. W_L.</summary>
    public IEnumerable<Parameter> Weights => Parameters.Where(static parameter => parameter.IsWeight);

    /// <summary>
    /// The degree of positive homogeneity of f in each parameter, from the graph; null where there is none.
    /// </summary>
    public ImmutableArray<Rational?> Degrees { get; }

    /// <summary>The activations in order.</summary>
    public ImmutableArray<ActivationSite> Activations { get; }

    /// <summary>The batch norms in order.</summary>
    public ImmutableArray<NormalizationSite> Normalizations { get; }

    /// <summary>The size of each dimension but the samples.</summary>
    public ImmutableDictionary<Dimension, int> Sizes { get; }

    /// <summary>The layers, those in residual blocks and the last dense layer included.</summary>
    public ImmutableArray<LayerRecord> Layers { get; }

    /// <summary>The loss.</summary>
    public Loss Loss { get; }

    /// <summary>The number of weight layers L.</summary>
    public int Depth => Weights.Count();

    /// <summary>
    /// The layers whose scale a batch norm takes away, from the graph: f has degree 0 in W_k where every epsilon is 0.
    /// </summary>
    public ImmutableHashSet<int> ScaleFree { get; }

    /// <summary>True where f is homogeneous of degree 1 in every weight and there is nothing else to train.</summary>
    public bool IsHomogeneous => Parameters.Zip(Degrees)
        .All(static pair => pair.First.IsWeight && pair.Second is { IsOne: true });

    /// <summary>True where some activation has a kink.</summary>
    public bool HasKinks => Activations.Any(static site => !site.Function.Kinks.IsEmpty);

    /// <summary>True where every activation is piecewise linear or linear, and some has a kink.</summary>
    public bool IsPiecewiseLinear => HasKinks && Activations.All(static site =>
        site.Function.IsPiecewiseLinear || Constant.IsZero(site.Function.Derivative([2])));

    /// <summary>Builds a network; the last dense layer is added from the number of outputs.</summary>
    /// <param name="inputSize">d_0, at least 1.</param>
    /// <param name="hidden">The layers before the last.</param>
    /// <param name="outputs">The number of outputs, at least 1.</param>
    /// <param name="hasBias">Whether the last layer has a bias.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="image">The form of an input, for layers that work on images; null where there is none.</param>
    /// <exception cref="LayerException">The layers do not fit each other; its path says which.</exception>
    public static NetworkModel Build(
        int inputSize, IEnumerable<Layer> hidden, int outputs, bool hasBias, Loss loss, ImageShape? image = null)
    {
        var builder = new GraphBuilder(new Dimension("N"), inputSize);
        ImmutableArray<Layer> inner = [.. hidden];
        var start = image is not null && inner.Any(static layer => layer.NeedsImage)
            ? builder.InputAs(image)
            : builder.Input;
        var last = new Dense(outputs, hasBias);
        return new(builder, builder.Append(last, Layer.Chain(builder, start, inner)), loss);
    }

    /// <summary>The same network with another graph of its output, of the same degrees in the parameters.</summary>
    internal NetworkModel WithGraph(Expr output, ImmutableArray<ActivationSite> activations) =>
        new(this, output, activations);

    private ImmutableHashSet<int> FindScaleFree(Expr output)
    {
        var limit = WithoutEpsilon(output);
        return [.. Weights.Where(weight => Homogeneity.Degree(limit, weight.Variable) is { IsZero: true })
            .Select(static weight => weight.Layer)];
    }

    /// <summary>Each epsilon set to 0, from the first batch norm on: those behind it contain it.</summary>
    private Expr WithoutEpsilon(Expr output)
    {
        List<Expr> roots = [output, .. Normalizations.SelectMany(static site => new[] { site.Spread, site.Variance })];
        for (var i = 1; i < roots.Count; i += 2)
        {
            var exact = new Substitution([new(roots[i], roots[i + 1])]);
            roots = [.. roots.Select(exact.In)];
        }

        return roots[0];
    }
}
