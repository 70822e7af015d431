using Flow.Experiments.Data;

namespace Flow.Experiments.Nonsmooth;

/// <summary>The directions x/||x|| of the inputs of a data set, 0 for x = 0, sorted along a line so that those that are
/// alike stand near each other.</summary>
internal sealed class InputDirections
{
    private readonly Dataset _data;
    private readonly double _distance;
    private readonly double[] _norms;
    private readonly double[] _places;
    private readonly int[] _order;
    private readonly double[] _sorted;

    /// <summary>Sorts the directions.</summary>
    /// <param name="data">The data.</param>
    /// <param name="distance">How far apart entries of directions that are alike may be.</param>
    public InputDirections(Dataset data, double distance)
    {
        (_data, _distance) = (data, distance);
        (_norms, _places) = (new double[data.Count], new double[data.Count]);
        for (var n = 0; n < data.Count; n++)
        {
            var (square, place) = (0.0, 0.0);
            var input = Input(n);
            for (var i = 0; i < input.Length; i++)
            {
                // A line to which the difference of two inputs is hardly orthogonal: multiples of the golden ratio.
                square += input[i] * input[i];
                place += input[i] * (((i + 1) * 0.6180339887498949 % 1) - 0.5);
            }

            _norms[n] = Math.Sqrt(square);
            _places[n] = _norms[n] > 0 ? place / _norms[n] : 0;
        }

        _order = [.. Enumerable.Range(0, data.Count)];
        _sorted = [.. _places];
        Array.Sort(_sorted, _order);
    }

    /// <summary>||x||.</summary>
    public double Norm(int sample) => _norms[sample];

    /// <summary>The samples of each direction, in their order in the data.</summary>
    public IEnumerable<List<int>> Alike()
    {
        var taken = new bool[_order.Length];
        for (var i = 0; i < _order.Length; i++)
        {
            if (taken[_order[i]])
            {
                continue;
            }

            List<int> alike = [.. Near(_sorted[i], i).Where(n => !taken[n] && Agree(_order[i], n, 1))];
            foreach (var sample in alike)
            {
                taken[sample] = true;
            }

            alike.Sort();
            yield return alike;
        }
    }

    /// <summary>Two samples with opposite directions, null where there are none.</summary>
    public (int First, int Second)? Opposite()
    {
        foreach (var sample in _order.Where(n => _norms[n] > 0))
        {
            var start = Array.BinarySearch(_sorted, -_places[sample] - Width);
            start = start < 0 ? ~start : start;
            foreach (var other in Near(-_places[sample], start).Where(n => _norms[n] > 0 && Agree(sample, n, -1)))
            {
                return (Math.Min(sample, other), Math.Max(sample, other));
            }
        }

        return null;
    }

    private double Width => _distance * _data.Dimension;

    private ReadOnlySpan<double> Input(int sample) =>
        _data.Inputs.AsSpan(sample * _data.Dimension, _data.Dimension);

    private IEnumerable<int> Near(double place, int start)
    {
        for (var i = start; i < _order.Length && _sorted[i] <= place + Width; i++)
        {
            yield return _order[i];
        }
    }

    private bool Agree(int one, int other, double sign)
    {
        var first = Input(one);
        var second = Input(other);
        var (a, b) = (Scale(one), sign * Scale(other));
        for (var i = 0; i < first.Length; i++)
        {
            if (Math.Abs((a * first[i]) - (b * second[i])) > _distance)
            {
                return false;
            }
        }

        return (_norms[one] > 0) == (_norms[other] > 0);
    }

    private double Scale(int sample) => _norms[sample] > 0 ? 1 / _norms[sample] : 0;
}
