using Flow.Integrators.Multistep;
using Flow.Integrators.Spaces;

namespace Flow.Integrators.Nonsmooth;

/// <summary>What the exponential treatment of the stiff directions adds to the path of a step: e(s), for the path
/// y(s) = y_plain(s) + Q e(s).</summary>
/// <remarks>With A = -Q Lambda Q', z_j the states of the nodes and zeta the polynomial through Q'(z_j - y_0), the path
/// solves y' = F(s) + Q Lambda (zeta(s) - p), p = Q'(y - y_0), F the polynomial of the history: the remainder F - A y
/// is interpolated, A y is not. So p' = f + Lambda (zeta - p) with f = Q'F, and e' = p' - f. A kink on the way changes
/// F and with it f: from its time on another piece of the path begins. Only numbers are kept, so that any point of the
/// path costs q more terms.</remarks>
internal sealed class DeflatedPath
{
    // Beyond this many decay times the kernel contributes less than 1e-15.
    private const double KernelLength = 36;

    private readonly IVectorSpace _space;
    private readonly SlidingSpectrum _spectrum;
    private readonly int _capacity;
    private readonly double[] _positions;
    private readonly double[] _weights;
    private readonly Vector[] _left;
    private readonly Vector[] _right;
    private readonly double[] _products;
    private readonly List<Piece> _pieces = [];
    private int _count;

    /// <summary>Creates a path without directions.</summary>
    /// <param name="space">The space.</param>
    /// <param name="nodes">The largest number of nodes.</param>
    /// <param name="spectrum">Q and Lambda, which may change between steps.</param>
    public DeflatedPath(IVectorSpace space, int nodes, SlidingSpectrum spectrum)
    {
        (_space, _capacity, _spectrum) = (space, nodes, spectrum);
        (_positions, _weights) = (new double[nodes * SlidingSpectrum.Most], new double[nodes]);
        (_left, _right, _products) = (new Vector[nodes + 1], new Vector[nodes + 1], new double[nodes + 1]);
    }

    public ReadOnlySpan<Vector> Directions => _spectrum.Directions;

    /// <summary>Begins the path of a step.</summary>
    public void Begin(PatchedHistory history, double time, Vector origin)
    {
        _count = 0;
        if (_spectrum.Count == 0)
        {
            return;
        }

        var nodes = history.Count;
        for (var j = 0; j < nodes; j++)
        {
            _right[j] = history[j].State;
        }

        _right[nodes] = origin;
        for (var i = 0; i < _spectrum.Count; i++)
        {
            Project(i, nodes + 1);
            for (var j = 0; j < nodes; j++)
            {
                _positions[(i * _capacity) + j] = _products[j] - _products[nodes];
            }
        }

        var first = NextPiece(time);
        Array.Clear(first.Position);
        Array.Clear(first.Offset);
        TakeFields(first, history);
    }

    /// <summary>Begins another piece, after the fields of the nodes have changed.</summary>
    public void Turn(PatchedHistory history, double time)
    {
        if (_spectrum.Count == 0)
        {
            return;
        }

        var last = _pieces[_count - 1];
        if (time > last.Time)
        {
            // Read before the new piece counts.
            Span<double> position = stackalloc double[_spectrum.Count];
            Span<double> offset = stackalloc double[_spectrum.Count];
            for (var i = 0; i < _spectrum.Count; i++)
            {
                (position[i], offset[i]) = Move(last, i, history.Times, time);
            }

            last = NextPiece(time);
            position.CopyTo(last.Position);
            offset.CopyTo(last.Offset);
        }

        TakeFields(last, history);
    }

    /// <summary>e_i at a time.</summary>
    public double Offset(int i, ReadOnlySpan<double> times, double time) =>
        Move(PieceAt(time), i, times, time).Offset;

    /// <summary>e_i' at a time.</summary>
    public double Slope(int i, ReadOnlySpan<double> times, double time)
    {
        var position = Move(PieceAt(time), i, times, time).Position;
        var weights = _weights.AsSpan(0, times.Length);
        NodePolynomial.At(times, time, weights);
        var zeta = 0.0;
        for (var j = 0; j < weights.Length; j++)
        {
            zeta += weights[j] * _positions[(i * _capacity) + j];
        }

        return _spectrum.Rates[i] * (zeta - position);
    }

    /// <summary>int_from^last e^(-rate (last - s)) pi(s) ds with pi(s) = prod_j (s - t_j) / (last - t_j).</summary>
    public static double CorrectionIntegral(ReadOnlySpan<double> times, double from, double last, double rate)
    {
        var (length, sum) = (Kernel(last - from, rate), 0.0);
        for (var g = 0; g < GaussLegendre.Count; g++)
        {
            var s = last - (length * (1 - GaussLegendre.Nodes[g]));
            var product = GaussLegendre.Weights[g] * Math.Exp(-rate * (last - s));
            foreach (var time in times)
            {
                product *= (s - time) / (last - time);
            }

            sum += product;
        }

        return length * sum;
    }

    private static double Kernel(double length, double rate) =>
        rate * length > KernelLength ? KernelLength / rate : length;

    private Piece NextPiece(double time)
    {
        if (_count == _pieces.Count)
        {
            _pieces.Add(new Piece(_capacity));
        }

        var piece = _pieces[_count++];
        piece.Time = time;
        return piece;
    }

    private Piece PieceAt(double time)
    {
        var i = _count - 1;
        while (i > 0 && _pieces[i].Time > time)
        {
            i--;
        }

        return _pieces[i];
    }

    // p_i and e_i at a time after the beginning of a piece.
    private (double Position, double Offset) Move(Piece piece, int i, ReadOnlySpan<double> times, double time)
    {
        var (rate, step) = (_spectrum.Rates[i], time - piece.Time);
        if (!(step > 0))
        {
            return (piece.Position[i], piece.Offset[i]);
        }

        var weights = _weights.AsSpan(0, times.Length);
        var (length, sum) = (Kernel(step, rate), 0.0);
        for (var g = 0; g < GaussLegendre.Count; g++)
        {
            var s = time - (length * (1 - GaussLegendre.Nodes[g]));
            NodePolynomial.At(times, s, weights);
            var source = 0.0;
            for (var j = 0; j < weights.Length; j++)
            {
                var k = (i * _capacity) + j;
                source += weights[j] * (piece.Fields[k] + (rate * _positions[k]));
            }

            sum += GaussLegendre.Weights[g] * Math.Exp(-rate * (time - s)) * source;
        }

        var position = (Math.Exp(-rate * step) * piece.Position[i]) + (length * sum);
        NodePolynomial.Integral(times, piece.Time, time, weights);
        var plain = 0.0;
        for (var j = 0; j < weights.Length; j++)
        {
            plain += weights[j] * piece.Fields[(i * _capacity) + j];
        }

        return (position, piece.Offset[i] + (position - piece.Position[i]) - plain);
    }

    private void TakeFields(Piece piece, PatchedHistory history)
    {
        history.Fields.CopyTo(_right);
        for (var i = 0; i < _spectrum.Count; i++)
        {
            Project(i, history.Count);
            _products.AsSpan(0, history.Count).CopyTo(piece.Fields.AsSpan(i * _capacity));
        }
    }

    private void Project(int i, int count)
    {
        Array.Fill(_left, _spectrum.Directions[i], 0, count);
        _space.InnerProducts(_left.AsSpan(0, count), _right.AsSpan(0, count), _products);
    }

    /// <summary>A piece of the path: when it begins, p and e there, and Q'F of every node from then on.</summary>
    private sealed class Piece(int nodes)
    {
        public double Time { get; set; }

        public double[] Position { get; } = new double[SlidingSpectrum.Most];

        public double[] Offset { get; } = new double[SlidingSpectrum.Most];

        public double[] Fields { get; } = new double[nodes * SlidingSpectrum.Most];
    }
}
