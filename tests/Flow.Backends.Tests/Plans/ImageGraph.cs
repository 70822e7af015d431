using System.Collections.Immutable;
using Flow.Backends.Plans;
using Flow.Symbolic.Differentiation;
using Flow.Symbolic.Expressions;
using Flow.Symbolic.Shapes;

namespace Flow.Backends.Tests.Plans;

/// <summary>
/// A convolution of images that are stored channel by channel, its activation, a mean over windows and a dense layer,
/// with its gradients: every operation on images that a plan knows.
/// </summary>
internal sealed class ImageGraph
{
    private readonly Dictionary<Dimension, int> _sizes = [];

    public ImageGraph(
        (int Height, int Width) size, (int Inputs, int Outputs) channels, int kernel, int stride, int padding)
    {
        var (inputs, outputs) = (New("i", channels.Inputs), New("o", channels.Outputs));
        var (rows, columns) = (New("r", kernel), New("s", kernel));
        var windows = WindowGeometry.Over(
            new(New("p", size.Height * size.Width), size.Height, size.Width), new("q"), kernel, stride, padding);
        _sizes.Add(windows.Output.Pixels, windows.Output.Count);
        Input = Variable.Of("X", Shape.Of(DenseGraph.Samples, New("x", channels.Inputs * windows.Input.Count)));
        Kernel = Variable.Of("W", Shape.Of(outputs, inputs, rows, columns));
        Bias = Variable.Of("b", Shape.Of(outputs));
        var image = Reshape.Of(Input, Shape.Of(DenseGraph.Samples, inputs, windows.Input.Pixels));
        Convolved = Convolution.Of(
            new(windows, rows, columns),
            Algebra.Einstein("ncp->npc", image),
            Algebra.Einstein("oirs->orsi", Kernel))
            + Algebra.Broadcast(Bias, DenseGraph.Samples, windows.Output.Pixels);
        Pooled = Means(Elementwise.Of(Primitive.Tanh, Convolved), windows.Output, Math.Min(2, windows.Output.Height));
    }

    public Variable Input { get; }

    public Variable Kernel { get; }

    public Variable Bias { get; }

    public Expr Convolved { get; }

    public Expr Pooled { get; }

    /// <summary>Values, sums over samples, gradients in every variable and a directional derivative.</summary>
    public IEnumerable<PlanOutput> Outputs
    {
        get
        {
            var (letters, tensor) = ("npc", Pooled);
            var flat = Algebra.Einstein("npc->ncp", tensor);
            var energy = Algebra.SumOver(Algebra.Hadamard(flat, Power.Of(flat, 2)))
                + Algebra.SquaredNorm(Algebra.Einstein($"{letters}->c", tensor));
            yield return new("convolved", Convolved);
            yield return new("pooled", Pooled);
            yield return new("energy", energy);
            foreach (var (variable, gradient) in new[] { Kernel, Bias }.Zip(Gradient.Of(energy, [Kernel, Bias])))
            {
                yield return new($"d{variable.Name}", gradient);
                yield return new(
                    $"d{variable.Name} along W", new JacobianVectorProduct([new(Kernel, Kernel)]).Of(gradient));
            }

            yield return new("dX", Gradient.Of(Algebra.SumOver(Algebra.Hadamard(flat, flat)), Input));
        }
    }

    /// <summary>The plan source.</summary>
    public PlanSource Source => new(
        DenseGraph.Samples,
        _sizes.ToImmutableDictionary(),
        [Kernel, Bias],
        [Input],
        [DenseGraph.Lambda],
        [.. Outputs]);

    private Expr Means(Expr image, PixelGrid grid, int kernel)
    {
        kernel = Math.Min(kernel, grid.Width);
        var windows = WindowGeometry.Over(grid, new("w"), kernel, 1, 0);
        _sizes.Add(windows.Output.Pixels, windows.Output.Count);
        return new Rational(1, kernel * kernel) * WindowSum.Of(windows, image);
    }

    private Dimension New(string name, int size)
    {
        var dimension = new Dimension(name);
        _sizes.Add(dimension, size);
        return dimension;
    }
}
