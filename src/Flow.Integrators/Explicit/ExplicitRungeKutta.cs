using Flow.Integrators.DenseOutput;
using Flow.Integrators.Problems;
using Flow.Integrators.Spaces;
using Flow.Integrators.Stepping;

namespace Flow.Integrators.Explicit;

/// <summary>The steps of any explicit Runge-Kutta method, driven by its tableau; one fused pass for each
/// stage.</summary>
/// <remarks>With a constraint the end stage is evaluated at the retracted end point, so it serves the next step; that
/// changes the error estimate by O(h^(p+2)) only.</remarks>
public sealed class ExplicitRungeKutta : IStepper
{
    // The weight of the second estimate, Hairer, Norsett, Wanner 1993, II.10.
    private const double SecondEstimateWeight = 0.01;

    private readonly ButcherTableau _tableau;
    private readonly OdeProblem _problem;
    private readonly Tolerances _tolerances;
    private readonly Vector[] _stages;
    private readonly StageCombination[] _rows;
    private readonly StageCombination? _estimate;
    private readonly StageCombination? _secondEstimate;
    private readonly Hermite3? _hermite;
    private readonly StageInterpolant? _stageInterpolant;
    private readonly Vector _argument;
    private double _time;
    private double _newTime;

    /// <summary>Creates the stepper and its vectors.</summary>
    /// <param name="tableau">The method.</param>
    /// <param name="problem">The problem; its field is called as it is.</param>
    /// <param name="tolerances">The weights of the error norm.</param>
    public ExplicitRungeKutta(ButcherTableau tableau, OdeProblem problem, Tolerances tolerances)
    {
        ArgumentNullException.ThrowIfNull(tableau);
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(tolerances);
        (_tableau, _problem, _tolerances) = (tableau, problem, tolerances);
        _stages = [.. tableau.Nodes.Select(_ => problem.Space.Allocate())];
        _rows = [.. tableau.Rows.Select(row => new StageCombination(row))];
        _estimate = tableau.Estimate is { } first ? new StageCombination(first.Weights) : null;
        _secondEstimate = tableau.Estimate?.SecondWeights is { } second ? new StageCombination(second) : null;
        _hermite = tableau.Dense is null ? new Hermite3(problem.Space) : null;
        _stageInterpolant = tableau.Dense is { } dense ? new StageInterpolant(problem.Space, dense) : null;
        (State, Trial, _argument) = (problem.Space.Allocate(), problem.Space.Allocate(), problem.Space.Allocate());
        BindStages();
    }

    /// <inheritdoc/>
    public int Order => _tableau.Order;

    /// <inheritdoc/>
    public int ErrorOrder => _tableau.Estimate?.Order ?? 0;

    /// <inheritdoc/>
    public Vector State { get; private set; }

    /// <inheritdoc/>
    public Vector Derivative => _stages[0];

    /// <inheritdoc/>
    public Vector Trial { get; private set; }

    /// <inheritdoc/>
    public Vector? TrialDerivative => _tableau.IsFirstSameAsLast ? _stages[_tableau.EndStage] : null;

    /// <inheritdoc/>
    public IInterpolant Interpolant => (IInterpolant?)_stageInterpolant ?? _hermite!;

    /// <inheritdoc/>
    public void Start(double time)
    {
        _problem.Space.Copy(_problem.InitialState, State);
        _problem.Field.Evaluate(time, State, _stages[0]);
    }

    /// <inheritdoc/>
    public StepOutcome Step(double time, double newTime)
    {
        (_time, _newTime) = (time, newTime);
        for (var i = 1; i < _tableau.EndStage; i++)
        {
            EvaluateStage(i);
        }

        Combine(_tableau.EndStage, Trial);
        var defect = _problem.Constraint?.Retract(Trial) ?? 0;
        if (_tableau.IsFirstSameAsLast)
        {
            _problem.Field.Evaluate(newTime, Trial, _stages[_tableau.EndStage]);
        }

        return Judge(newTime - time, defect);
    }

    /// <inheritdoc/>
    public void Complete(bool needsInterpolant)
    {
        if (!_tableau.IsFirstSameAsLast)
        {
            _problem.Field.Evaluate(_newTime, Trial, _stages[_tableau.EndStage]);
        }

        if (needsInterpolant)
        {
            for (var i = _tableau.EndStage + 1; i < _stages.Length; i++)
            {
                EvaluateStage(i);
            }

            _stageInterpolant?.Bind(State, _stages, _newTime - _time);
            _hermite?.Bind(State, _stages[0], Trial, _stages[_tableau.EndStage], _newTime - _time);
        }
    }

    /// <inheritdoc/>
    public void Accept()
    {
        (State, Trial) = (Trial, State);
        (_stages[0], _stages[_tableau.EndStage]) = (_stages[_tableau.EndStage], _stages[0]);
        BindStages();
    }

    private void EvaluateStage(int stage)
    {
        Combine(stage, _argument);
        var node = _tableau.Nodes[stage];
        // The end of the step is met exactly and never passed by a rounding error.
        var time = node == 1 ? _newTime : Math.Min(_time + (node * (_newTime - _time)), _newTime);
        _problem.Field.Evaluate(time, _argument, _stages[stage]);
    }

    private void Combine(int stage, Vector destination) => _problem.Space.LinearCombination(
        destination, 1, State, _newTime - _time, _rows[stage].Weights, _rows[stage].Terms);

    private StepOutcome Judge(double step, double defect)
    {
        if (_estimate is null)
        {
            var index = _problem.Space.FirstNonFinite(Trial);
            return new StepOutcome(Verdict(index < 0 && double.IsFinite(defect)), double.NaN, index, defect);
        }

        var norm = Norm(_estimate, step);
        var size = norm.Of(_tolerances.Norm);
        if (_secondEstimate is not null && size > 0)
        {
            var ratio = Norm(_secondEstimate, step).Of(_tolerances.Norm) / size;
            // An overflow must not damp the estimate to 0.
            size = double.IsFinite(ratio) ? size / Math.Sqrt(1 + (SecondEstimateWeight * ratio * ratio)) : double.NaN;
        }

        var isFinite = norm.IsFinite && !double.IsNaN(size) && double.IsFinite(defect);
        return new StepOutcome(Verdict(isFinite), size, norm.WorstIndex, defect);
    }

    private static TrialVerdict Verdict(bool isFinite) => isFinite ? TrialVerdict.Completed : TrialVerdict.NonFinite;

    private WeightedNorm Norm(StageCombination estimate, double step) => _problem.Space.WeightedNorm(
        step, estimate.Weights, estimate.Terms, State, Trial, _tolerances);

    private void BindStages()
    {
        foreach (var row in _rows)
        {
            row.Bind(_stages);
        }

        _estimate?.Bind(_stages);
        _secondEstimate?.Bind(_stages);
    }
}
