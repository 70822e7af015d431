using Flow.Integrators.Nonsmooth;
using Flow.Integrators.Problems;
using Flow.Integrators.Spaces;

namespace Flow.TestKit.Nonsmooth;

/// <summary>A dense network without biases, h_k = m_k z_k, z_k = V_k h_(k-1), f = V_L h_(L-1), with the square loss
/// (1/N) sum_n |y_n - rho f_n|^2, written by hand for tests of solvers.</summary>
/// <remarks>Normalised: ||V_k|| = 1 with multipliers, M the projection off V_k in each block, rho a block of its own
/// with decay lambda rho^2. Otherwise M = 1, rho = 1, decay lambda sum_k ||V_k||^2. A compact gradient holds for each
/// layer delta_k, h_(k-1), &lt;V_k, g_k&gt; / ||V_k|| and 1 / ||V_k||, then d/d rho.</remarks>
public sealed partial class MaskedNetwork : IKinkedField, IVectorField
{
    private readonly int[] _widths;
    private readonly double[] _inputs;
    private readonly double[] _targets;
    private readonly double _decay;
    private readonly double _slope;
    private readonly int[] _blocks;
    private readonly double[] _delta;
    private readonly double[] _hidden;
    private readonly double[] _output;
    private readonly double[] _ownMasks;
    private readonly double[] _switching;
    private readonly double[] _signals;
    private readonly double[] _gradient;

    public MaskedNetwork(
        int[] widths, double[] inputs, double[] targets, bool isNormalised, double decay = 0, double slope = 0)
    {
        (_widths, _inputs, _targets, _decay, _slope) = (widths, inputs, targets, decay, slope);
        (IsNormalised, Samples) = (isNormalised, inputs.Length / widths[0]);
        Layers = widths.Length - 1;
        Units = widths[1..^1].Sum();
        var blocks = Enumerable.Range(1, Layers).Select(k => ($"V{k}", widths[k] * widths[k - 1])).ToList();
        if (isNormalised)
        {
            blocks.Add(("rho", 1));
        }

        Space = new ArraySpace(new VectorLayout(blocks));
        _blocks = [.. Enumerable.Range(0, Layers).Select(k => Space.Layout.Blocks[k].Offset)];
        (_delta, _hidden) = (new double[2 * widths.Max()], new double[widths.Sum()]);
        _output = new double[widths[^1]];
        _ownMasks = new double[Samples * Units];
        (_switching, _signals) = (new double[Samples * Units], new double[Samples * Units]);
        _gradient = new double[GradientLength];
    }

    public ArraySpace Space { get; }

    public bool IsNormalised { get; }

    public int Layers { get; }

    public int Samples { get; }

    public int Units { get; }

    public int GradientLength => Enumerable.Range(1, Layers).Sum(k => _widths[k] + _widths[k - 1] + 2) + 1;

    /// <summary>A problem with this field, its kinks and its spheres.</summary>
    public OdeProblem ToProblem(double[] start, double end) => new(
        Space,
        this,
        0,
        Space.Create(start),
        end,
        IsNormalised
            ? new Flow.Integrators.Constraints.SphereProduct(Space, Enumerable.Range(1, Layers).Select(k => $"V{k}"))
            : null)
    {
        Kinks = this,
    };

    public double SmallestMask(int unit) => _slope;

    /// <summary>rho f of every sample and the loss without decay, the masks by the signs.</summary>
    public (double[] Outputs, double Loss) Outputs(double[] state)
    {
        var (outputs, loss, width) = (new double[Samples * _widths[^1]], 0.0, _widths[^1]);
        var row = new double[Units];
        for (var n = 0; n < Samples; n++)
        {
            ForwardRow(n, state, row, row, isLive: true);
            for (var i = 0; i < width; i++)
            {
                var value = Rho(state) * _output[i];
                outputs[(n * width) + i] = value;
                loss += Square(_targets[(n * width) + i] - value) / Samples;
            }
        }

        return (outputs, loss);
    }

    /// <summary>The ordinary right-hand side, whose masks are the signs.</summary>
    public void Evaluate(double time, Vector state, Vector derivative)
    {
        for (var n = 0; n < Samples; n++)
        {
            ForwardRow(n, Values(state), [], _ownMasks.AsSpan(n * Units, Units), isLive: true);
            for (var u = 0; u < Units; u++)
            {
                _ownMasks[(n * Units) + u] = _ownMasks[(n * Units) + u] > 0 ? 1 : _slope;
            }
        }

        Evaluate(state, _ownMasks, derivative, _switching, _signals);
    }

    public void Forward(Vector state, ReadOnlySpan<double> masks, Span<double> switching)
    {
        for (var n = 0; n < Samples; n++)
        {
            ForwardSample(n, state, masks.Slice(n * Units, Units), switching.Slice(n * Units, Units));
        }
    }

    public void Evaluate(
        Vector state, ReadOnlySpan<double> masks, Vector derivative, Span<double> switching, Span<double> signals)
    {
        var (y, target) = (Values(state), Values(derivative));
        Array.Clear(target);
        for (var n = 0; n < Samples; n++)
        {
            var part = (n * Units)..((n + 1) * Units);
            Contribute(n, y, masks[part], _gradient, switching[part], signals[part], withNorms: false);
            AddProduct(-1, _gradient, target);
        }

        // The projection is linear: once for the sum.
        for (var k = 0; k < Layers && IsNormalised; k++)
        {
            var v = Block(y, k);
            var d = Block(target, k);
            Axpy(-Dot(v, d) / Dot(v, v), v, d);
        }

        if (IsNormalised)
        {
            target[^1] -= 2 * _decay * y[^1];
        }
        else
        {
            Axpy(-2 * _decay, y, target);
        }
    }

    public void ForwardSample(int sample, Vector state, ReadOnlySpan<double> masks, Span<double> switching) =>
        ForwardRow(sample, Values(state), masks, switching, isLive: false, withOutput: false);

    public void ContributionGradient(
        int sample,
        Vector state,
        ReadOnlySpan<double> masks,
        Span<double> gradient,
        Span<double> switching,
        Span<double> signals) =>
        Contribute(sample, Values(state), masks, gradient, switching, signals, withNorms: true);

    private void Contribute(
        int sample,
        double[] y,
        ReadOnlySpan<double> masks,
        Span<double> gradient,
        Span<double> switching,
        Span<double> signals,
        bool withNorms)
    {
        ForwardRow(sample, y, masks, switching, isLive: false);
        var (width, rho, radial) = (_widths[^1], Rho(y), 0.0);
        for (var i = 0; i < width; i++)
        {
            var error = _targets[(sample * width) + i] - (rho * _output[i]);
            _delta[i] = -2 * rho * error / Samples;
            radial += -2 * error * _output[i] / Samples;
        }

        Backward(y, masks, signals, gradient, Layers, withNorms);
        gradient[^1] = IsNormalised ? radial : 0;
    }

    public void SwitchingGradient(
        int sample, int unit, Vector state, ReadOnlySpan<double> masks, Span<double> gradient)
    {
        var y = Values(state);
        ForwardRow(sample, y, masks, _switching, isLive: false);
        var (layer, index) = (1, unit);
        while (index >= _widths[layer])
        {
            index -= _widths[layer++];
        }

        gradient.Clear();
        _delta.AsSpan(0, _widths[layer]).Clear();
        _delta[index] = 1;
        Backward(y, masks, [], gradient, layer, withNorms: true);
        gradient[^1] = 0;
    }

    public double Inner(ReadOnlySpan<double> gradient, ReadOnlySpan<double> other)
    {
        var (sum, at) = (gradient[^1] * other[^1], 0);
        for (var k = 1; k <= Layers; k++)
        {
            var (rows, columns) = (_widths[k], _widths[k - 1]);
            var rowProduct = Dot(gradient.Slice(at, rows), other.Slice(at, rows));
            if (rowProduct != 0)
            {
                sum += rowProduct * Dot(gradient.Slice(at + rows, columns), other.Slice(at + rows, columns));
            }

            at += rows + columns + 2;
            sum -= IsNormalised ? gradient[at - 2] * other[at - 2] : 0;
        }

        return sum;
    }

    public double Along(ReadOnlySpan<double> gradient, Vector state, Vector direction)
    {
        var d = Values(direction);
        var (sum, at) = (IsNormalised ? gradient[^1] * d[^1] : 0, 0);
        for (var k = 1; k <= Layers; k++)
        {
            var (rows, columns) = (_widths[k], _widths[k - 1]);
            for (var i = 0; i < rows; i++)
            {
                var delta = gradient[at + i];
                sum += delta == 0 ? 0
                    : delta * Dot(Row(d, k, i), gradient.Slice(at + rows, columns));
            }

            at += rows + columns + 2;
        }

        return sum;
    }

    public void Add(double factor, ReadOnlySpan<double> gradient, Vector state, Vector target)
    {
        var (y, values) = (Values(state), Values(target));
        AddProduct(factor, gradient, values);
        var at = 0;
        for (var k = 0; k < Layers && IsNormalised; k++)
        {
            at += _widths[k + 1] + _widths[k] + 2;
            if (gradient[at - 2] != 0)
            {
                Axpy(-factor * gradient[at - 2] * gradient[at - 1], Block(y, k), Block(values, k));
            }
        }
    }

    private double Rho(double[] y) => IsNormalised ? y[^1] : 1;

    private Span<double> Block(double[] y, int k) => y.AsSpan(_blocks[k], _widths[k] * _widths[k + 1]);

    private static double[] Values(Vector vector) => ((ArrayVector)vector).Values;

    private static double Square(double x) => x * x;
}
