using Flow.Integrators.Multistep;
using Flow.Integrators.Spaces;
using Flow.TestKit;

namespace Flow.Integrators.Tests.Multistep;

/// <summary>Equal steps of P_k E C_(k+1) E from an exact history, with random fixed Q and Lambda.</summary>
internal sealed class FixedOrderRun
{
    private const double LongInterval = 100;

    private readonly KnownSolution _known;
    private readonly int _order;
    private readonly ArraySpace _space;
    private readonly Vector[] _directions;
    private readonly double[] _rates;

    public FixedOrderRun(KnownSolution known, int order, int directions)
    {
        (_known, _order) = (order < 7 ? known : known with { EndTime = known.InitialTime + LongInterval }, order);
        _space = new ArraySpace(known.Dimension);
        var random = new RandomStream((ulong)((10 * order) + directions));
        _rates = [.. Enumerable.Range(0, directions).Select(_ => random.Between(0.2, 3))];
        _directions = new Vector[directions];
        for (var a = 0; a < directions; a++)
        {
            var entries = random.Array(known.Dimension);
            for (var b = 0; b < a; b++)
            {
                var earlier = ((ArrayVector)_directions[b]).Values;
                var overlap = entries.Zip(earlier, (x, y) => x * y).Sum();
                entries = [.. entries.Zip(earlier, (x, y) => x - (overlap * y))];
            }

            var norm = Math.Sqrt(entries.Sum(x => x * x));
            _directions[a] = _space.Create([.. entries.Select(x => x / norm)]);
        }
    }

    /// <summary>The largest error of the states, or of interpolated states.</summary>
    public double Error(int count, bool dense)
    {
        var problem = _known.ToProblem();
        var (start, step) = (_known.InitialTime, (_known.EndTime - _known.InitialTime) / count);
        var (history, increment) = (new AdamsHistory(_space, _order + 1), new AdamsIncrement(_space, _order + 2, 2));
        for (var j = _order; j >= 0; j--)
        {
            history.NextState.CopyFrom(_known.At(start - (j * step)));
            problem.Field.Evaluate(start - (j * step), history.NextState, history.NextDerivative);
            Push(history, start - (j * step), j == _order);
        }

        var (predicted, slope, between) = (_space.Create(_known.At(start)), _space.Allocate(), _space.Allocate());
        var (states, inside) = (0.0, 0.0);
        for (var n = 0; n < count; n++)
        {
            var (time, next) = (start + (n * step), start + ((n + 1) * step));
            Prepare(increment, history, time, step, null, null);
            increment.Apply(_order, history.State(0), predicted);
            problem.Field.Evaluate(next, predicted, slope);
            Prepare(increment, history, time, step, predicted, slope);
            increment.Apply(_order + 1, history.State(0), history.NextState);
            problem.Field.Evaluate(next, history.NextState, history.NextDerivative);
            states = Math.Max(states, _known.Error(next, history.NextState));
            if (dense)
            {
                Prepare(increment, history, time, step, history.NextState, history.NextDerivative);
                increment.Reweigh(0.37 * step, _rates);
                increment.Apply(_order + 1, history.State(0), between);
                inside = Math.Max(inside, _known.Error(time + (0.37 * step), between));
            }

            history.Push(next);
        }

        return dense ? inside : states;
    }

    private static void Push(AdamsHistory history, double time, bool isFirst)
    {
        history.Push(time);
        if (isFirst)
        {
            history.Restart(time);
        }
    }

    private void Prepare(
        AdamsIncrement increment, AdamsHistory history, double time, double step, Vector? state, Vector? slope)
    {
        increment.Clear();
        if (state is not null)
        {
            increment.Add(step, state, slope!);
        }

        for (var j = 0; j < _order; j++)
        {
            increment.Add(history.Time(j) - time, history.State(j), history.Derivative(j));
        }

        increment.Prepare(step, history.State(0), _directions, _rates);
    }
}

internal static class VectorEntries
{
    public static void CopyFrom(this Vector vector, double[] values) => values.CopyTo(((ArrayVector)vector).Values, 0);
}
