using Flow.Integrators.DenseOutput;
using Flow.Integrators.Problems;
using Flow.Integrators.Spaces;
using Flow.Integrators.Stepping;
using Flow.Integrators.Stiff.LinearSolvers;

namespace Flow.Integrators.Stiff;

/// <summary>The steps of a Rosenbrock-Wanner method, driven by its tableau: one linear system for each stage and no
/// iteration, with J and dF/dt at the start of every step.</summary>
/// <remarks>The stages lie in the ambient space, the end point is retracted. The order needs the exact J: with
/// differences of F in its place errors below about 1e-8 of a step are not resolved.</remarks>
public sealed class Rosenbrock : IStepper
{
    // The part of the tolerance that the linear solver may spoil in each stage; the weights of the stages reach 100.
    private const double LinearPart = 1e-4;
    private const double SmallestReduction = 1e-13;
    private const double LargestReduction = 0.1;

    private readonly RosenbrockTableau _tableau;
    private readonly OdeProblem _problem;
    private readonly Tolerances _tolerances;
    private readonly IShiftedSystem _system;
    private readonly TimeDerivative _timeDerivative;
    private readonly RosenbrockInterpolant _interpolant;
    private readonly Vector[] _stages;
    private readonly Vector _slope;
    private readonly Vector _timeSlope;
    private readonly Vector _argument;
    private readonly Vector _rightHandSide;
    private readonly double[] _weights;
    private readonly Vector[] _terms;
    private readonly double[] _one = [1];
    private readonly Vector[] _single = new Vector[1];
    private Vector _newDerivative;
    private double _newTime;
    private bool _hasJacobian;

    /// <summary>Creates the stepper and its vectors.</summary>
    /// <param name="tableau">The method.</param>
    /// <param name="problem">The problem; its field is called as it is.</param>
    /// <param name="tolerances">The weights of the error norm.</param>
    public Rosenbrock(RosenbrockTableau tableau, OdeProblem problem, Tolerances tolerances)
    {
        ArgumentNullException.ThrowIfNull(tableau);
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(tolerances);
        var space = problem.Space;
        (_tableau, _problem, _tolerances) = (tableau, problem, tolerances);
        _system = LinearSolverChoice.For(problem, tolerances, needsComplex: false, needsExactJacobian: true);
        _timeDerivative = new TimeDerivative(problem);
        _interpolant = new RosenbrockInterpolant(space, tableau);
        _stages = [.. Enumerable.Range(0, tableau.StageCount).Select(_ => space.Allocate())];
        (_slope, _argument, _newDerivative) = (space.Allocate(), space.Allocate(), space.Allocate());
        (State, Trial, Derivative) = (space.Allocate(), space.Allocate(), space.Allocate());
        (_timeSlope, _rightHandSide) = (space.Allocate(), space.Allocate());
        (_weights, _terms) = (new double[tableau.StageCount + 1], new Vector[tableau.StageCount + 1]);
    }

    /// <inheritdoc/>
    public int Order => _tableau.Order;

    /// <inheritdoc/>
    public int ErrorOrder => _tableau.ErrorOrder;

    /// <inheritdoc/>
    public Vector State { get; private set; }

    /// <inheritdoc/>
    public Vector Derivative { get; private set; }

    /// <inheritdoc/>
    public Vector Trial { get; private set; }

    /// <inheritdoc/>
    public IInterpolant Interpolant => _interpolant;

    /// <inheritdoc/>
    public void Start(double time)
    {
        _problem.Space.Copy(_problem.InitialState, State);
        _problem.Field.Evaluate(time, State, Derivative);
        _hasJacobian = false;
    }

    /// <inheritdoc/>
    public StepOutcome Step(double time, double newTime)
    {
        _newTime = newTime;
        var broken = _problem.Space.FirstNonFinite(Derivative);
        if (broken >= 0)
        {
            return StepOutcome.NonFinite(broken);
        }

        var step = newTime - time;
        if (!_hasJacobian)
        {
            _system.MoveTo(time, State, Derivative, step);
            _hasJacobian = true;
        }

        _timeDerivative.Evaluate(time, newTime, State, Derivative, _timeSlope);
        if (!_system.Prepare(1 / (step * _tableau.Gamma)))
        {
            return StepOutcome.Unsolved;
        }

        broken = _problem.Space.FirstNonFinite(_timeSlope);
        for (var i = 0; i < _stages.Length && broken < 0; i++)
        {
            EvaluateStage(i, time, step);
            broken = _problem.Space.FirstNonFinite(_slope);
            if (broken < 0 && !SolveStage(i, step))
            {
                return StepOutcome.Unsolved;
            }
        }

        return broken < 0 ? Judge() : StepOutcome.NonFinite(broken);
    }

    /// <inheritdoc/>
    public void Complete(bool needsInterpolant)
    {
        _problem.Field.Evaluate(_newTime, Trial, _newDerivative);
        _interpolant.Bind(State, _stages);
    }

    /// <inheritdoc/>
    public void Accept()
    {
        (State, Trial) = (Trial, State);
        (Derivative, _newDerivative) = (_newDerivative, Derivative);
        _hasJacobian = false;
    }

    private void EvaluateStage(int stage, double time, double step)
    {
        var space = _problem.Space;
        if (stage == 0)
        {
            space.Copy(Derivative, _slope);
            return;
        }

        space.LinearCombination(_argument, 1, State, 1, _tableau.Arguments[stage], _stages.AsSpan(0, stage));
        var node = _tableau.Nodes[stage];
        // The end of the step is met exactly and never passed by a rounding error.
        var at = node == 1 ? _newTime : Math.Min(time + (node * step), _newTime);
        _problem.Field.Evaluate(at, _argument, _slope);
    }

    private bool SolveStage(int stage, double step)
    {
        var space = _problem.Space;
        for (var j = 0; j < stage; j++)
        {
            (_weights[j], _terms[j]) = (_tableau.Couplings[stage][j] / step, _stages[j]);
        }

        (_weights[stage], _terms[stage]) = (step * _tableau.TimeWeights[stage], _timeSlope);
        space.LinearCombination(
            _rightHandSide, 1, _slope, 1, _weights.AsSpan(0, stage + 1), _terms.AsSpan(0, stage + 1));
        _single[0] = _rightHandSide;
        var size = space.WeightedNorm(step * _tableau.Gamma, _one, _single, State, State, _tolerances);
        var reduction = Math.Clamp(LinearPart / size.Of(_tolerances.Norm), SmallestReduction, LargestReduction);
        return _system.Solve(_rightHandSide, _stages[stage], reduction);
    }

    private StepOutcome Judge()
    {
        _single[0] = _stages[^1];
        _problem.Space.LinearCombination(Trial, 1, _argument, 1, _one, _single);
        var defect = _problem.Constraint?.Retract(Trial) ?? 0;
        var norm = _problem.Space.WeightedNorm(1, _one, _single, State, Trial, _tolerances);
        var verdict = norm.IsFinite && double.IsFinite(defect) ? TrialVerdict.Completed : TrialVerdict.NonFinite;
        return new StepOutcome(verdict, norm.Of(_tolerances.Norm), norm.WorstIndex, defect);
    }
}
