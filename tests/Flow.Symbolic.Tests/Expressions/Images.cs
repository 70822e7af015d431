using Flow.Symbolic.Expressions;
using Flow.Symbolic.Shapes;
using Flow.TestKit;

namespace Flow.Symbolic.Tests.Expressions;

/// <summary>An image, a kernel and what becomes of them.</summary>
internal sealed class Images
{
    private readonly Dictionary<Dimension, int> _sizes;

    public Images(
        int height, int width, int kernel, int stride, int padding, int inputs, int outputs, int samples)
    {
        var (rows, columns, channels, filters) = (new Dimension("r"), new Dimension("s"), new Dimension("i"),
            new Dimension("o"));
        var windows = WindowGeometry.Over(new(new("p"), height, width), new("q"), kernel, stride, padding);
        Form = new(windows, rows, columns);
        Image = Variable.Of("X", Shape.Of(Samples, windows.Input.Pixels, channels));
        Kernel = Variable.Of("K", Shape.Of(filters, rows, columns, channels));
        _sizes = new()
        {
            [Samples] = samples,
            [windows.Input.Pixels] = windows.Input.Count,
            [windows.Output.Pixels] = windows.Output.Count,
            [rows] = kernel,
            [columns] = kernel,
            [channels] = inputs,
            [filters] = outputs,
        };
    }

    public static Dimension Samples { get; } = new("N");

    public ConvolutionForm Form { get; }

    public Variable Image { get; }

    public Variable Kernel { get; }

    public Expr Convolved => Convolution.Of(Form, Image, Kernel);

    public Expr Pooled => WindowSum.Of(Form.Windows, Image);

    /// <summary>A smooth scalar with every kind of node in it.</summary>
    public Expr Energy
    {
        get
        {
            var flat = Shape.Of(Samples, new Dimension("f"));
            var pooled = Elementwise.Of(Primitive.Sin, Pooled);
            return Algebra.SumOver(Reshape.Of(Elementwise.Of(Primitive.Tanh, Convolved), flat))
                + Algebra.SumOver(Algebra.Hadamard(pooled, pooled));
        }
    }

    public int Count(Shape shape) => shape.Count(dimension => _sizes[dimension]);

    public Dictionary<Expr, double[]> RandomValues(ulong seed)
    {
        var random = new RandomStream(seed);
        return new() { [Image] = random.Array(Count(Image.Shape)), [Kernel] = random.Array(Count(Kernel.Shape)) };
    }

    public ReferenceEvaluator Evaluator(Dictionary<Expr, double[]> values)
    {
        var flat = new Dictionary<Dimension, int>(_sizes)
        {
            [new("f")] = Count(Convolved.Shape) / _sizes[Samples],
        };
        return new(flat, values);
    }
}
