using Flow.Integrators.DenseOutput;
using Flow.Integrators.Problems;
using Flow.Integrators.Spaces;
using Flow.Integrators.Stepping;

namespace Flow.Integrators.Multistep;

/// <summary>Deflated exponential Adams: P_k E C_(k+1) E of variable step and order k = 1 .. 8 in which the few stiff
/// directions of F are integrated exponentially.</summary>
/// <remarks>The differences between predictor and corrector are Jacobian products along the direction that is about to
/// become unstable, for nothing; <see cref="StiffDirections"/> makes Q and Lambda of them. Two evaluations for each
/// step, one more every few steps. Memory: 52 vectors with 4 directions, 84 where they may grow to 12. Growing
/// directions are never deflated.</remarks>
public sealed class DeflatedAdams : ISelfControlledStepper
{
    private const double LongestFirstStep = 0.1;
    private const double FirstStepFactor = 0.5;
    private const double UnknownFirstStep = 1e-6;

    private readonly OdeProblem _problem;
    private readonly AdamsHistory _history;
    private readonly AdamsIncrement _increment;
    private readonly AdamsInterpolant _interpolant;
    private readonly AdamsOrderControl _control = new();
    private readonly BlockErrorNorm _norm;
    private readonly StiffnessTracker _tracker;
    private readonly Vector _predicted;
    private readonly Vector _predictedDerivative;
    private readonly double[] _one = [1];
    private double _time;
    private double _newTime;
    private double _error;
    private double _lowerError;
    private double _higherError;

    /// <summary>Creates the stepper and its vectors.</summary>
    /// <param name="problem">The problem; its field is called as it is.</param>
    /// <param name="tolerances">rtol, atol and the norm.</param>
    /// <param name="settings">How many directions are deflated; null takes the defaults for rtol.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    public DeflatedAdams(OdeProblem problem, Tolerances tolerances, AdamsSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(tolerances);
        settings ??= AdamsSettings.For(tolerances.Relative);
        settings.Validate();
        var space = problem.Space;
        _problem = problem;
        _history = new AdamsHistory(space, AdamsSettings.LargestOrder + 1);
        _increment = new AdamsIncrement(space, AdamsSettings.LargestOrder + 2, settings.MostDirections);
        _norm = new BlockErrorNorm(space, tolerances, problem.Constraint is not null);
        _tracker = new StiffnessTracker(problem, settings);
        _interpolant = new AdamsInterpolant(_increment, _tracker.Directions);
        (_predicted, _predictedDerivative) = (space.Allocate(), space.Allocate());
    }

    /// <summary>The order of the corrector at the largest k.</summary>
    public int Order => AdamsSettings.LargestOrder + 1;

    /// <summary>The k + 1 for which the error norm shrinks as h^(k+1) at the present order.</summary>
    public int ErrorOrder => _control.Order + 1;

    /// <inheritdoc/>
    public Vector State => _history.State(0);

    /// <inheritdoc/>
    public Vector Derivative => _history.Derivative(0);

    /// <inheritdoc/>
    public Vector Trial => _history.NextState;

    /// <inheritdoc/>
    public Vector? TrialDerivative => _history.NextDerivative;

    /// <inheritdoc/>
    public IInterpolant Interpolant => _interpolant;

    /// <inheritdoc/>
    public StiffnessEstimate? Stiffness => _tracker.Estimate(_control);

    /// <inheritdoc/>
    public bool IsAdaptive => true;

    /// <inheritdoc/>
    public int MemoryLength =>
        AdamsOrderControl.MemoryLength + _history.MemoryLength + _tracker.MemoryLength;

    /// <inheritdoc/>
    public void Start(double time)
    {
        _history.Restart(time);
        _problem.Space.Copy(_problem.InitialState, State);
        _problem.Field.Evaluate(time, State, Derivative);
    }

    /// <summary>min(0.1, 1 / (2 sqrt(|F|))) with |F| in the norm of the error.</summary>
    /// <param name="longest">The longest step allowed, above 0.</param>
    /// <param name="wasLimited">Whether another limit could give another size.</param>
    /// <returns>The size of the first step.</returns>
    public double FirstStep(double longest, out bool wasLimited)
    {
        _norm.MeasureFrom(State);
        var slope = _norm.Of([1], [Derivative]);
        var step = double.IsFinite(slope)
            ? Math.Min(LongestFirstStep, FirstStepFactor / Math.Sqrt(slope))
            : longest * UnknownFirstStep;
        wasLimited = !double.IsFinite(slope) || step >= longest;
        return Math.Min(step, longest);
    }

    /// <inheritdoc/>
    public StepOutcome Step(double time, double newTime)
    {
        (_time, _newTime) = (time, newTime);
        _control.LimitTo(_history.Count);
        _norm.MeasureFrom(State);
        Predict(newTime - time);
        _problem.Field.Evaluate(newTime, _predicted, _predictedDerivative);
        EstimateErrors(newTime - time);
        if (!(_error <= 1))
        {
            var worst = _norm.Worst(_increment.DifferenceWeights(_control.Order + 1), _increment.Terms);
            var verdict = double.IsFinite(_error) ? TrialVerdict.Completed : TrialVerdict.NonFinite;
            return new StepOutcome(verdict, verdict == TrialVerdict.Completed ? _error : double.NaN, worst, 0);
        }

        _increment.Apply(_control.Order + 1, State, Trial);
        var defect = _problem.Constraint?.Retract(Trial) ?? 0;
        _problem.Field.Evaluate(newTime, Trial, _history.NextDerivative);
        return Judge(newTime - time, defect);
    }

    /// <inheritdoc/>
    public void Complete(bool needsInterpolant)
    {
        var step = _newTime - _time;
        _tracker.Complete(_newTime, Trial, _history.NextDerivative, step, _control);
        if (needsInterpolant)
        {
            _increment.Clear();
            _increment.Add(step, Trial, _history.NextDerivative);
            AddHistory(_control.Order);
            _increment.Prepare(step, State, _tracker.Directions.Directions, _tracker.Directions.Rates);
            _interpolant.Bind(State, step, _control.Order + 1);
        }
    }

    /// <inheritdoc/>
    public void Accept() => _history.Push(_newTime);

    /// <inheritdoc/>
    public bool Accepts(in StepOutcome outcome) =>
        outcome.Verdict == TrialVerdict.Completed && outcome.ErrorNorm <= 1;

    /// <inheritdoc/>
    public double NextStep(double time, double step, in StepOutcome outcome, bool accepted)
    {
        if (accepted)
        {
            return _control.Next(step, _tracker.RemainingRate, _error, _lowerError, _higherError);
        }

        return outcome.Verdict == TrialVerdict.Unstable
                ? _tracker.AsksForShorterStep ? _control.ShrinkToStability(step, _tracker.Rate) : step
            : outcome.ErrorNorm > 1 ? _control.Shrink(step, outcome.ErrorNorm)
            : _control.ShrinkMost(step);
    }

    /// <inheritdoc/>
    public void SaveMemory(Span<double> memory)
    {
        _control.Save(memory);
        _history.Save(memory.Slice(AdamsOrderControl.MemoryLength, _history.MemoryLength));
        _tracker.Save(memory[(AdamsOrderControl.MemoryLength + _history.MemoryLength)..]);
    }

    /// <inheritdoc/>
    public void LoadMemory(ReadOnlySpan<double> memory)
    {
        _control.Load(memory);
        _history.Load(memory.Slice(AdamsOrderControl.MemoryLength, _history.MemoryLength));
        _tracker.Load(memory[(AdamsOrderControl.MemoryLength + _history.MemoryLength)..]);
    }

    private void Predict(double step)
    {
        _increment.Clear();
        AddHistory(_control.Order);
        _increment.Prepare(step, State, _tracker.Directions.Directions, _tracker.Directions.Rates);
        _increment.Apply(_control.Order, State, _predicted);
    }

    private void EstimateErrors(double step)
    {
        var order = _control.Order;
        var raises = _control.MayRaise && _history.Count > order;
        _increment.Clear();
        _increment.Add(step, _predicted, _predictedDerivative);
        AddHistory(raises ? order + 1 : order);
        _increment.Prepare(step, State, _tracker.Directions.Directions, _tracker.Directions.Rates);
        _error = Difference(order + 1);
        _lowerError = order > 1 ? Difference(order) : double.NaN;
        _higherError = raises ? Difference(order + 2) : double.NaN;
    }

    private double Difference(int m) => _norm.Of(_increment.DifferenceWeights(m), _increment.Terms);

    private StepOutcome Judge(double step, double defect)
    {
        var worst = _norm.Worst(_increment.DifferenceWeights(_control.Order + 1), _increment.Terms);
        var isUsable = double.IsFinite(defect)
            && _tracker.Observe(Trial, _history.NextDerivative, _predicted, _predictedDerivative, step);
        if (!isUsable)
        {
            return new StepOutcome(
                TrialVerdict.NonFinite, double.NaN, _problem.Space.FirstNonFinite(_history.NextDerivative), defect);
        }

        // What one more corrector iteration would change where stiffness rules.
        var residual = _increment.FirstWeight(_control.Order + 1) * _tracker.DoubtfulRate
            * _norm.Of(_one, _tracker.Difference);
        var isUnstable = _tracker.Refuses(residual, _control.StabilityLimit);
        return new StepOutcome(
            isUnstable ? TrialVerdict.Unstable : TrialVerdict.Completed, _error, worst, defect);
    }

    private void AddHistory(int points)
    {
        for (var j = 0; j < points; j++)
        {
            _increment.Add(_history.Time(j) - _time, _history.State(j), _history.Derivative(j));
        }
    }
}
