using Flow.Integrators.Problems;
using Flow.Integrators.Spaces;
using Flow.TestKit;
using Flow.TestKit.Nonsmooth;

namespace Flow.Integrators.Tests.Nonsmooth;

/// <summary>A network with two units of one sample, in consecutive layers, on their kinks, and the flow along both with
/// the masks found by Newton's method on the field alone: no projection, no Gram matrix.</summary>
internal sealed class TwoLayerSlide : IVectorField
{
    private const int First = 0;
    private const int Second = 3;
    private const double Step = 1e-6;

    private readonly MaskedNetwork _network;
    private readonly double[] _masks;
    private readonly double[] _switching;
    private readonly double[] _gradient;

    private TwoLayerSlide(MaskedNetwork network, double[] start, double[] masks)
    {
        (_network, Start, _masks) = (network, start, masks);
        (_switching, Signals) = (new double[masks.Length], new double[masks.Length]);
        _gradient = new double[network.GradientLength];
    }

    public double[] Start { get; }

    public double[] Signals { get; }

    /// <summary>The masks of the two units at the last evaluation.</summary>
    public (double First, double Second) Masks => (_masks[First], _masks[Second]);

    public OdeProblem WithKinks(double end) => _network.ToProblem(Start, end);

    public OdeProblem Alone(double end) => new(_network.Space, this, 0, _network.Space.Create(Start), end);

    /// <summary>The first of a row of random networks in which both units can slide.</summary>
    public static TwoLayerSlide Find() =>
        Enumerable.Range(0, 20_000).Select(static seed => TryMake(seed)).First(static slide => slide is not null)!;

    public void Evaluate(double time, Vector state, Vector derivative)
    {
        for (var k = 0; k < 8; k++)
        {
            var (p, q) = Rates(state, derivative, 0, 0);
            var (p1, q1) = Rates(state, derivative, Step, 0);
            var (p2, q2) = Rates(state, derivative, 0, Step);
            var (a, b, c, d) = ((p1 - p) / Step, (p2 - p) / Step, (q1 - q) / Step, (q2 - q) / Step);
            var determinant = (a * d) - (b * c);
            _masks[First] -= ((d * p) - (b * q)) / determinant;
            _masks[Second] -= ((a * q) - (c * p)) / determinant;
        }

        _network.Evaluate(state, _masks, derivative, _switching, Signals);
    }

    private static TwoLayerSlide? TryMake(int seed)
    {
        var random = new RandomStream((ulong)seed);
        int[] widths = [3, 3, 2, 1];
        var network = new MaskedNetwork(widths, random.Array(15), random.Array(5), isNormalised: false);
        var y = random.Array(network.Space.Layout.Length);
        var inputs = new RandomStream((ulong)seed).Array(3);
        RemoveAlong(y.AsSpan(0, 3), inputs);
        double[] hidden = [0, Math.Max(0, Dot(y.AsSpan(3, 3), inputs)), Math.Max(0, Dot(y.AsSpan(6, 3), inputs))];
        if (Dot(hidden, hidden) < 0.1)
        {
            return null;
        }

        RemoveAlong(y.AsSpan(9, 3), hidden);
        var masks = new double[network.Samples * network.Units];
        var switching = new double[masks.Length];
        Integrators.Nonsmooth.KinkCheck.SignMasks(network, network.Space.Create(y), masks, switching);
        (masks[First], masks[Second]) = (0.5, 0.5);
        var slide = new TwoLayerSlide(network, y, masks);
        slide.Evaluate(0, network.Space.Create(y), network.Space.Allocate());
        var isInside = masks[First] is > 0.3 and < 0.7 && masks[Second] is > 0.3 and < 0.7;
        return isInside && slide.Signals[First] > 0.01 && slide.Signals[Second] > 0.01 ? slide : null;
    }

    private (double First, double Second) Rates(Vector state, Vector field, double first, double second)
    {
        (_masks[First], _masks[Second]) = (_masks[First] + first, _masks[Second] + second);
        _network.Evaluate(state, _masks, field, _switching, Signals);
        var rates = (Rate(First, state, field), Rate(Second, state, field));
        (_masks[First], _masks[Second]) = (_masks[First] - first, _masks[Second] - second);
        return rates;
    }

    private double Rate(int unit, Vector state, Vector field)
    {
        _network.SwitchingGradient(0, unit, state, _masks.AsSpan(0, _network.Units), _gradient);
        return _network.Along(_gradient, state, field);
    }

    private static void RemoveAlong(Span<double> row, double[] direction)
    {
        var factor = Dot(row, direction) / Dot(direction, direction);
        for (var i = 0; i < row.Length; i++)
        {
            row[i] -= factor * direction[i];
        }
    }

    private static double Dot(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        var sum = 0.0;
        for (var i = 0; i < left.Length; i++)
        {
            sum += left[i] * right[i];
        }

        return sum;
    }
}
