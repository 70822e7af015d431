using Flow.Integrators.DenseOutput;
using Flow.Integrators.Multistep;
using Flow.Integrators.Problems;
using Flow.Integrators.Spaces;
using Flow.Integrators.Stepping;

namespace Flow.Integrators.Nonsmooth;

/// <summary>Adams on a patched history: predictor-corrector steps as long as the smooth flow allows, with every kink on
/// the way located on the predicted path and the stored fields changed there by the part of its one sample.</summary>
/// <remarks>y_p = y + int F, F the polynomial through the fields of k = 2 or 3 nodes under the present masks, follows
/// the events (<see cref="KinkSweep"/>); then one evaluation F_1 at y_p, D = F_1 - F(t1), and y1 = y_p + D int pi with
/// pi = prod_j (s - t_j) / (t1 - t_j), the Adams-Moulton formula; then retraction, and the sliding pairs back on their
/// kinks. In PEC mode the derivative of an accepted state is that at its prediction. The global order is k on a piece
/// without kinks and 2 to k with them.</remarks>
public sealed class PatchedAdams : ISelfControlledStepper
{
    private const double LongestFirstStep = 0.1;
    private const double FirstStepFactor = 0.5;
    private const int RateInterval = 20;
    private const int WatchedSteps = 200;
    private const int OwnMemory = 2;

    private readonly OdeProblem _problem;
    private readonly IKinkedField _kinks;
    private readonly PatchedAdamsSettings _settings;
    private readonly PatchedHistory _history;
    private readonly HistoryArchive _archive;
    private readonly KinkSweep _sweep;
    private readonly PatchedStepControl _control;
    private readonly SlidingSpectrum _spectrum;
    private readonly BlockErrorNorm _norm;
    private readonly PatchedInterpolant _interpolant;
    private readonly Vector _difference;
    private readonly Vector[] _terms = new Vector[1 + SlidingSpectrum.Most];
    private readonly double[] _weights = new double[1 + SlidingSpectrum.Most];
    private double[] _values = new double[16];
    private KinkStatistics _before;
    private double _time;
    private double _newTime;
    private double _lastTime;
    private double _correction;
    private long _steps;

    /// <summary>Creates the stepper and its vectors.</summary>
    /// <param name="problem">The problem, with its kinks.</param>
    /// <param name="tolerances">rtol, atol and the norm.</param>
    /// <param name="settings">Order and mode; null takes the defaults.</param>
    /// <exception cref="ArgumentException">The kinks of the problem are not known, or a setting is outside its range.
    /// </exception>
    public PatchedAdams(OdeProblem problem, Tolerances tolerances, PatchedAdamsSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(tolerances);
        (_problem, _kinks) = (problem, KinkCheck.Require(problem, "pab"));
        _settings = settings ?? new PatchedAdamsSettings();
        _settings.Validate();
        _spectrum = new SlidingSpectrum(problem, _settings.Directions);
        _history = new PatchedHistory(problem, _settings.Order, _spectrum);
        _archive = new HistoryArchive(problem, _history);
        _sweep = new KinkSweep(problem, _history);
        _control = new PatchedStepControl(_settings);
        _norm = new BlockErrorNorm(problem.Space, tolerances, problem.Constraint is not null);
        _interpolant = new PatchedInterpolant(problem, _history);
        Pattern = new KinkPattern(_kinks.Units, _history.Masks, _history.Sliding);
        (State, Trial, _difference) =
            (problem.Space.Allocate(), problem.Space.Allocate(), problem.Space.Allocate());
    }

    /// <inheritdoc/>
    public int Order => _settings.Order;

    /// <inheritdoc/>
    public int ErrorOrder => _settings.Order + 1;

    /// <inheritdoc/>
    public Vector State { get; private set; }

    /// <summary>F at the newest node: at <see cref="State"/>, in PEC mode at its prediction.</summary>
    public Vector Derivative => _history.Newest.Field;

    /// <inheritdoc/>
    public Vector Trial { get; private set; }

    /// <inheritdoc/>
    public Vector? TrialDerivative => _history.Next.Field;

    /// <inheritdoc/>
    public IInterpolant Interpolant => _interpolant;

    /// <inheritdoc/>
    public KinkPattern Pattern { get; }

    /// <inheritdoc/>
    public StiffnessEstimate? Stiffness => new(
        _spectrum.LargestRate > 0 ? _spectrum.LargestRate : double.NaN,
        _spectrum.Count,
        _spectrum.RemainingRate * (_time - _lastTime),
        _settings.Order);

    /// <inheritdoc/>
    public bool IsAdaptive => true;

    /// <inheritdoc/>
    public int MemoryLength =>
        OwnMemory + PatchedStepControl.MemoryLength + _spectrum.MemoryLength + _archive.Length;

    /// <inheritdoc/>
    public void Start(double time)
    {
        (_time, _lastTime, _steps, _sweep.Slack) = (time, time, 0, 0);
        _problem.Space.Copy(_problem.InitialState, State);
        _problem.Space.Copy(State, _history[0].State);
        _history[0].Time = time;
        KinkCheck.SignMasks(_kinks, State, _history.Masks, _history[0].Switching);
        _history[0].Evaluate(_history.Masks);
        _history.Restart(1);
        _sweep.Restart();
    }

    /// <summary>min(0.1, 1 / (2 sqrt(|F|))) with |F| in the norm of the error; small for a fixed H.</summary>
    /// <param name="longest">The longest step allowed, above 0.</param>
    /// <param name="wasLimited">Whether another limit could give another size.</param>
    /// <returns>The size of the first step.</returns>
    public double FirstStep(double longest, out bool wasLimited)
    {
        _norm.MeasureFrom(State);
        var slope = _control.Scale(_norm.Of([1], [Derivative]));
        var step = _control.IsFixed ? _control.FirstFixed
            : double.IsFinite(slope) ? Math.Min(LongestFirstStep, FirstStepFactor / Math.Sqrt(slope)) : longest * 1e-6;
        wasLimited = step >= longest;
        return Math.Min(step, longest);
    }

    /// <inheritdoc/>
    public StepOutcome Step(double time, double newTime)
    {
        (_lastTime, _newTime, _before) = (time, newTime, _problem.KinkWork.Statistics);
        if (!_sweep.TryRun(time, State, newTime))
        {
            return new StepOutcome(TrialVerdict.Crowded, double.NaN, -1, 0);
        }

        var next = _history.Next;
        Evaluate(next, _sweep.End, newTime);
        _history.SlopeAt(newTime, _difference);
        _terms[0] = _difference;
        _weights[0] = -1;
        _problem.Space.LinearCombination(_difference, 1, next.Field, 1, _weights.AsSpan(0, 1), _terms.AsSpan(0, 1));
        var count = WeighCorrection(time);
        var weights = _weights.AsSpan(0, count);
        var terms = _terms.AsSpan(0, count);
        _norm.MeasureFrom(State);
        var error = _control.Scale(_norm.Of(weights, terms));
        _problem.Space.LinearCombination(Trial, 1, _sweep.End, 1, weights, terms);
        var defect = _problem.Constraint?.Retract(Trial) ?? 0;
        if (!double.IsFinite(error) || !double.IsFinite(defect))
        {
            return StepOutcome.NonFinite(_problem.Space.FirstNonFinite(next.Field));
        }

        ReturnToKinks(next);
        return new StepOutcome(TrialVerdict.Completed, error, _norm.Worst(weights, terms), defect);
    }

    /// <inheritdoc/>
    public void Complete(bool needsInterpolant)
    {
        if (needsInterpolant)
        {
            _interpolant.Bind(
                _lastTime, _newTime, _sweep.End, _sweep.Shifts, _difference, _weights[0], Trial);
        }
    }

    /// <inheritdoc/>
    public void Accept()
    {
        _sweep.Slack = _correction;
        if (_settings.Mode == PredictorMode.Pece)
        {
            Evaluate(_history.Next, Trial, _newTime);
        }

        _history.Push();
        _sweep.TakeMasks();
        (State, Trial, _time) = (Trial, State, _newTime);
        _sweep.Restart();
        if (_steps % RateInterval == 0)
        {
            _sweep.WatchForks();
        }

        // A run of few long steps that were given would otherwise be over before the rate is known.
        if (_steps++ % RateInterval == 0 || _spectrum.IsDue || (_control.IsFixed && _steps < WatchedSteps))
        {
            var stiffRate = _control.StiffRate(_newTime - _lastTime, _history.Count);
            _spectrum.Turn(_history.Newest, _history.Sliding.Count, stiffRate);
        }
    }

    /// <inheritdoc/>
    public bool Accepts(in StepOutcome outcome) =>
        outcome.Verdict == TrialVerdict.Completed && (_control.IsFixed || outcome.ErrorNorm <= 1);

    /// <inheritdoc/>
    public double NextStep(double time, double step, in StepOutcome outcome, bool accepted)
    {
        if (accepted)
        {
            var isUnstable = _control.IsUnstable(step, _history.Count, _spectrum.RemainingRate);
            _problem.KinkWork.UnstableSteps += isUnstable ? 1 : 0;
            return _control.Next(step, outcome.ErrorNorm, _history.Count, _spectrum);
        }

        _history.Restore();
        _sweep.Restart();
        _problem.KinkWork.RestoreEvents(_before);
        return outcome.ErrorNorm > 1
            ? PatchedStepControl.Shrink(step, outcome.ErrorNorm, _history.Count)
            : PatchedStepControl.ShrinkMost(step);
    }

    /// <inheritdoc/>
    public void SaveMemory(Span<double> memory)
    {
        (memory[0], memory[1]) = (_steps, _sweep.Slack);
        var rest = memory[OwnMemory..];
        _control.Save(rest);
        _spectrum.Save(rest.Slice(PatchedStepControl.MemoryLength, _spectrum.MemoryLength));
        _archive.Save(rest[(PatchedStepControl.MemoryLength + _spectrum.MemoryLength)..]);
    }

    /// <inheritdoc/>
    public void LoadMemory(ReadOnlySpan<double> memory)
    {
        (_steps, _sweep.Slack) = ((long)memory[0], memory[1]);
        var rest = memory[OwnMemory..];
        _control.Load(rest);
        _spectrum.Load(rest.Slice(PatchedStepControl.MemoryLength, _spectrum.MemoryLength));
        _archive.Load(rest[(PatchedStepControl.MemoryLength + _spectrum.MemoryLength)..]);
        _sweep.Restart();
    }

    private void Evaluate(KinkNode node, Vector state, double time)
    {
        _problem.Space.Copy(state, node.State);
        node.Time = time;
        for (var i = 0; i < _history.Sliding.Count; i++)
        {
            _history.Masks[_history.Sliding[i]] = _sweep.SlidingMask(i, time);
        }

        node.Evaluate(_history.Masks);
    }

    // D int pi outside of the stiff directions and Q'D int e^(-Lambda (t1 - s)) pi(s) ds along them; its size, too.
    private int WeighCorrection(double start)
    {
        Span<double> product = stackalloc double[1];
        _problem.Space.InnerProducts([_difference], [_difference], product);
        _weights[0] = NodePolynomial.CorrectionIntegral(_history.Times, _newTime, start, _newTime);
        var (outside, along) = (product[0], 0.0);
        for (var i = 0; i < _spectrum.Count; i++)
        {
            _terms[i + 1] = _spectrum.Directions[i];
            _problem.Space.InnerProducts([_difference], [_spectrum.Directions[i]], product);
            var weight = DeflatedPath.CorrectionIntegral(_history.Times, start, _newTime, _spectrum.Rates[i]);
            var square = product[0] * product[0];
            _weights[i + 1] = (weight - _weights[0]) * product[0];
            (outside, along) = (outside - square, along + (weight * weight * square));
        }

        _correction = Math.Sqrt((_weights[0] * _weights[0] * Math.Max(0, outside)) + along);
        return 1 + _spectrum.Count;
    }

    private void ReturnToKinks(KinkNode node)
    {
        var count = _history.Sliding.Count;
        GrowingRow.Reserve(ref _values, count);
        _sweep.SlidingValues(Trial, _values.AsSpan(0, count));
        node.Project(_values.AsSpan(0, count), Trial);
    }
}
