using Flow.Integrators.Problems;
using Flow.Integrators.Spaces;
using Flow.Integrators.Stepping;

namespace Flow.Integrators.Multistep;

/// <summary>Feeds the tracker of stiff directions: with the pair that every step leaves behind, and with a Jacobian
/// product every few steps; asks for a step to be repeated where it was far beyond stability.</summary>
internal sealed class StiffnessTracker
{
    // h times the remaining rate above which a step is not to be trusted.
    private const double GuardLimit = 4;

    // Beyond this many stability limits the error estimate comes too late.
    private const double UntrueFactor = 2;

    // Directions with a rate below this part of 1 / h need no help.
    private const double SmallestStepTimesRate = 0.25;

    // Difference quotients: a balance between curvature and rounding, relative to the state.
    private const double ProbeLength = 1e-6;

    private const double MeanWeight = 0.1;
    private const double MeanThatGrows = 0.6;
    private const double MeanAfterGrowth = 0.2;
    private const int Growth = 4;
    private const int ProductsPerTwenty = 20;
    private const int ShortestInterval = 3;
    private const int HeaderLength = 7;

    private readonly OdeProblem _problem;
    private readonly AdamsSettings _settings;
    private readonly Vector _difference;
    private readonly Vector _slopeDifference;
    private readonly Vector[] _differenceTerm;
    private readonly double[] _plusMinus = [1, -1];
    private readonly Vector[] _pair = new Vector[2];
    private readonly double[] _products = new double[3];
    private readonly Vector[] _left = new Vector[3];
    private readonly Vector[] _right = new Vector[3];
    private readonly double[] _overlaps;
    private readonly double[] _slopeOverlaps;
    private readonly Vector[] _copies;
    private int _interval;
    private long _sinceProduct;
    private long _productCount;
    private double _limitedMean;
    private double _step;

    public StiffnessTracker(OdeProblem problem, AdamsSettings settings)
    {
        (_problem, _settings, _interval) = (problem, settings, settings.ProductInterval);
        Directions = new StiffDirections(problem.Space, settings);
        (_difference, _slopeDifference) = (problem.Space.Allocate(), problem.Space.Allocate());
        _differenceTerm = [_difference];
        _overlaps = new double[settings.MostDirections];
        _slopeOverlaps = new double[settings.MostDirections];
        _copies = new Vector[settings.MostDirections];
    }

    public StiffDirections Directions { get; }

    /// <summary>The Rayleigh quotient of -J along the last difference d between predictor and corrector.</summary>
    public double Rate { get; private set; }

    /// <summary>The part of <see cref="Rate"/> that the exponentials leave: no more than |J d - A d| / |d|.</summary>
    /// <remarks>A difference along a deflated direction would hold the steps back by a rate that is integrated exactly;
    /// and since steps that do not grow excite nothing else, for ever.</remarks>
    public double RemainingRate { get; private set; }

    /// <summary>The rate that may make a step untrue: all of it in a repetition, whose directions were found by this
    /// very step, else what remains.</summary>
    public double DoubtfulRate => IsRepetition ? Rate : RemainingRate;

    /// <summary>Whether the last trial was refused for instability, so that the next one repeats it.</summary>
    public bool IsRepetition { get; private set; }

    /// <summary>Whether the last trial was refused although it was a repetition.</summary>
    public bool AsksForShorterStep { get; private set; }

    public int MemoryLength => HeaderLength + Directions.MemoryLength;

    public StiffnessEstimate Estimate(AdamsOrderControl control) =>
        new(Directions.LargestRate, Directions.Count, _step * RemainingRate, control.Order)
        {
            IsLimitedByStability = Directions.Count >= _settings.MostDirections
                && control.IsNearStabilityLimit(_step * RemainingRate),
        };

    /// <summary>y_c - y_p of the last step.</summary>
    public ReadOnlySpan<Vector> Difference => _differenceTerm;

    /// <summary>Whether the last trial was too unstable to be accepted: far beyond stability at the first attempt, and
    /// at any attempt where the stiffness that is left is beyond twice the stability limit and another iteration of the
    /// corrector would change the result by more than the tolerance.</summary>
    /// <param name="residual">The size of that change in the norm of the error.</param>
    /// <param name="limit">h times the rate at which the step becomes unstable.</param>
    public bool Refuses(double residual, double limit)
    {
        var isUntrue = _step * DoubtfulRate > UntrueFactor * limit && !(residual <= 1);
        var isWild = _step * RemainingRate > GuardLimit && !IsRepetition;
        var refuses = Directions.Limit > 0 && (isUntrue || isWild);
        AsksForShorterStep = refuses && IsRepetition;
        IsRepetition = refuses && !IsRepetition;
        return refuses;
    }

    /// <summary>Takes the pair (y_c - y_p, F_c - F_p) of a step; false where it is not finite.</summary>
    public bool Observe(
        Vector corrected, Vector correctedSlope, Vector predicted, Vector predictedSlope, double step)
    {
        Subtract(corrected, predicted, _difference);
        Subtract(correctedSlope, predictedSlope, _slopeDifference);
        var stateSize = MeasurePair(corrected);
        if (!double.IsFinite(_products[0]) || !double.IsFinite(_products[1]))
        {
            return false;
        }

        var length = Math.Sqrt(_products[0]);
        Rate = length > 0 ? -_products[1] / _products[0] : 0;
        RemainingRate = Math.Min(Rate, UndeflatedRate(length));
        _step = step;
        Directions.Add(_difference, _slopeDifference, length, stateSize);
        Directions.Update(SmallestStepTimesRate / step);
        return true;
    }

    /// <summary>Makes the Jacobian product that is due and lets the number of directions grow where stability limits
    /// the steps.</summary>
    public void Complete(double time, Vector state, Vector slope, double step, AdamsOrderControl control)
    {
        _sinceProduct++;
        if (Directions.Count > 0 && _sinceProduct >= _interval)
        {
            MakeProduct(time, state, slope);
            Directions.Update(SmallestStepTimesRate / step);
        }

        var isLimited = RemainingRate > 0 && control.IsNearStabilityLimit(step * RemainingRate);
        _limitedMean += MeanWeight * ((isLimited ? 1 : 0) - _limitedMean);
        if (_limitedMean > MeanThatGrows && Directions.Count >= Directions.Limit
            && Directions.Limit < _settings.MostDirections)
        {
            Directions.Limit = Math.Min(Directions.Limit + Growth, _settings.MostDirections);
            _limitedMean = MeanAfterGrowth;
            _interval = Math.Max(ShortestInterval, ProductsPerTwenty / Directions.Limit);
        }
    }

    public void Save(Span<double> memory)
    {
        (memory[0], memory[1], memory[2]) = (RemainingRate, IsRepetition ? 1 : 0, _interval);
        (memory[3], memory[4], memory[5], memory[6]) = (_sinceProduct, _productCount, _limitedMean, _step);
        Directions.Save(memory[HeaderLength..]);
    }

    public void Load(ReadOnlySpan<double> memory)
    {
        (RemainingRate, IsRepetition, _interval) = (memory[0], memory[1] != 0, (int)memory[2]);
        (_sinceProduct, _productCount) = ((long)memory[3], (long)memory[4]);
        (_limitedMean, _step) = (memory[5], memory[6]);
        Directions.Load(memory[HeaderLength..]);
    }

    // |dF - A d| / |d| with A = -Q Lambda Q' of the step just made. Where the outlier has turned by an angle since,
    // this is its rate times the sine; the Rayleigh quotient of J - A would have the square.
    private double UndeflatedRate(double length)
    {
        var count = Directions.Count;
        if (count == 0 || !(length > 0))
        {
            return double.PositiveInfinity;
        }

        var space = _problem.Space;
        Array.Fill(_copies, _difference, 0, count);
        space.InnerProducts(Directions.Directions, _copies.AsSpan(0, count), _overlaps);
        Array.Fill(_copies, _slopeDifference, 0, count);
        space.InnerProducts(Directions.Directions, _copies.AsSpan(0, count), _slopeOverlaps);
        (_left[0], _right[0]) = (_slopeDifference, _slopeDifference);
        space.InnerProducts(_left.AsSpan(0, 1), _right.AsSpan(0, 1), _products);
        var square = _products[0];
        for (var a = 0; a < count; a++)
        {
            var shift = Directions.Rates[a] * _overlaps[a];
            square += shift * ((2 * _slopeOverlaps[a]) + shift);
        }

        return Math.Sqrt(Math.Max(0, square)) / length;
    }

    // A difference quotient along a Ritz vector, alternately the leading one and the others in turn.
    private void MakeProduct(double time, Vector state, Vector slope)
    {
        var space = _problem.Space;
        var turn = _productCount / 2 % Directions.Count;
        space.Copy(Directions.Directions[_productCount % 2 == 0 ? 0 : (int)turn], _slopeDifference);
        _problem.Constraint?.ProjectTangent(state, _slopeDifference);
        var length = ProbeLength * Size(state);
        _pair[0] = _slopeDifference;
        space.LinearCombination(_difference, 1, state, length, _plusMinus.AsSpan(0, 1), _pair.AsSpan(0, 1));
        (_sinceProduct, _productCount) = (0, _productCount + 1);
        if (!TryEvaluate(time))
        {
            return;
        }

        Subtract(_difference, state, _difference);
        Subtract(_slopeDifference, slope, _slopeDifference);
        MeasurePair(state);
        if (double.IsFinite(_products[0]) && double.IsFinite(_products[1]))
        {
            Directions.Add(_difference, _slopeDifference, Math.Sqrt(_products[0]), 0);
        }
    }

    // A probe that falls off the field's domain says nothing against the step.
    private bool TryEvaluate(double time)
    {
        try
        {
            _problem.Field.Evaluate(time, _difference, _slopeDifference);
            return true;
        }
        catch (VectorFieldException)
        {
            return false;
        }
    }

    private double Size(Vector state)
    {
        (_left[0], _right[0]) = (state, state);
        _problem.Space.InnerProducts(_left.AsSpan(0, 1), _right.AsSpan(0, 1), _products);
        return _products[0] > 0 ? Math.Sqrt(_products[0]) : 1;
    }

    // |d|^2 and <d, dF> for the difference pair; the size of the state comes back.
    private double MeasurePair(Vector state)
    {
        (_left[0], _left[1], _left[2]) = (_difference, _difference, state);
        (_right[0], _right[1], _right[2]) = (_difference, _slopeDifference, state);
        _problem.Space.InnerProducts(_left, _right, _products);
        return Math.Sqrt(_products[2]);
    }

    private void Subtract(Vector minuend, Vector subtrahend, Vector destination)
    {
        (_pair[0], _pair[1]) = (minuend, subtrahend);
        _problem.Space.LinearCombination(destination, 0, minuend, 1, _plusMinus, _pair);
    }
}
