using System.Numerics;

namespace Flow.TestKit.Nonsmooth;

/// <content>The passes through the layers, one sample at a time.</content>
public sealed partial class MaskedNetwork
{
    // factor times g itself, without M.
    private void AddProduct(double factor, ReadOnlySpan<double> gradient, double[] target)
    {
        var at = 0;
        for (var k = 1; k <= Layers; k++)
        {
            var (rows, columns) = (_widths[k], _widths[k - 1]);
            for (var i = 0; i < rows; i++)
            {
                var delta = factor * gradient[at + i];
                if (delta != 0)
                {
                    Axpy(delta, gradient.Slice(at + rows, columns), Row(target, k, i));
                }
            }

            at += rows + columns + 2;
        }

        target[^1] += IsNormalised ? factor * gradient[^1] : 0;
    }

    private void ForwardRow(
        int n, double[] y, ReadOnlySpan<double> masks, Span<double> switching, bool isLive, bool withOutput = true)
    {
        _inputs.AsSpan(n * _widths[0], _widths[0]).CopyTo(_hidden);
        var (from, unit) = (0, 0);
        for (var k = 1; k <= Layers; k++)
        {
            if (k == Layers && !withOutput)
            {
                return;
            }

            var (rows, columns) = (_widths[k], _widths[k - 1]);
            for (var i = 0; i < rows; i++)
            {
                var z = Dot(Row(y, k, i), _hidden.AsSpan(from, columns));
                if (k == Layers)
                {
                    _output[i] = z;
                    continue;
                }

                switching[unit] = z;
                _hidden[from + columns + i] = z * (isLive ? z > 0 ? 1 : _slope : masks[unit]);
                unit++;
            }

            from += columns;
        }
    }

    // From delta of a layer down; z of the layers above it is not touched.
    private void Backward(
        double[] y,
        ReadOnlySpan<double> masks,
        Span<double> signals,
        Span<double> gradient,
        int top,
        bool withNorms)
    {
        var (at, from, unit) = (0, 0, 0);
        for (var k = 1; k < top; k++)
        {
            at += _widths[k] + _widths[k - 1] + 2;
            (from, unit) = (from + _widths[k - 1], unit + _widths[k]);
        }

        for (var k = top; k >= 1; k--)
        {
            var (rows, columns) = (_widths[k], _widths[k - 1]);
            var delta = _delta.AsSpan(0, rows);
            var below = _delta.AsSpan(_delta.Length / 2, columns);
            var hidden = _hidden.AsSpan(from, columns);
            delta.CopyTo(gradient[at..]);
            hidden.CopyTo(gradient[(at + rows)..]);
            below.Clear();
            var radial = 0.0;
            for (var i = 0; i < rows; i++)
            {
                if (delta[i] != 0)
                {
                    var row = Row(y, k, i);
                    radial += delta[i] * Dot(row, hidden);
                    Axpy(delta[i], row, below);
                }
            }

            var norm = IsNormalised && withNorms ? Math.Sqrt(Dot(Block(y, k - 1), Block(y, k - 1))) : 1;
            (gradient[at + rows + columns], gradient[at + rows + columns + 1]) = (radial / norm, 1 / norm);
            if (k == 1)
            {
                return;
            }

            unit -= columns;
            for (var j = 0; j < columns; j++)
            {
                if (signals.Length > 0)
                {
                    signals[unit + j] = below[j];
                }

                _delta[j] = below[j] * masks[unit + j];
            }

            from -= _widths[k - 2];
            at -= _widths[k - 1] + _widths[k - 2] + 2;
        }
    }

    private Span<double> Row(double[] values, int layer, int i) =>
        values.AsSpan(_blocks[layer - 1] + (i * _widths[layer - 1]), _widths[layer - 1]);

    private static double Dot(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        var (width, lanes) = (Vector<double>.Count, Vector<double>.Zero);
        var i = 0;
        for (; i + width <= left.Length; i += width)
        {
            lanes += new Vector<double>(left[i..]) * new Vector<double>(right[i..]);
        }

        var sum = Vector.Sum(lanes);
        for (; i < left.Length; i++)
        {
            sum += left[i] * right[i];
        }

        return sum;
    }

    private static void Axpy(double factor, ReadOnlySpan<double> source, Span<double> target)
    {
        var (width, factors) = (Vector<double>.Count, new Vector<double>(factor));
        var i = 0;
        for (; i + width <= source.Length; i += width)
        {
            (new Vector<double>(target[i..]) + (factors * new Vector<double>(source[i..]))).CopyTo(target[i..]);
        }

        for (; i < source.Length; i++)
        {
            target[i] += factor * source[i];
        }
    }
}
