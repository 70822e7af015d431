using Flow.Integrators.Problems;
using Flow.Integrators.Spaces;
using Flow.Integrators.Stepping;
using Flow.Integrators.Stiff.LinearSolvers;

namespace Flow.Integrators.Stiff;

/// <summary>Solves y = y_P + c (F(t, y) - y_P') by Newton's iteration with (I / c - J) kept over steps.</summary>
/// <remarks>The matrix is made anew where c has changed by a quarter; corrections with another c are scaled by
/// 2 c / (c + c_old). J itself is taken anew where the iteration fails with an old one.</remarks>
internal sealed class BdfCorrector
{
    private const int DefaultMostIterations = 4;
    // What is left is a hundredth of what a step may err. At 0.3 sqrt(rtol) a fifth more evaluations bring errors no
    // smaller; at 0.03 single runs err by 50 rtol and more, where Newton's iteration ended early.
    private const double DefaultTolerance = 0.01;
    private const double LargestChange = 0.25;
    private const int MostSteps = 50;

    private readonly OdeProblem _problem;
    private readonly Tolerances _tolerances;
    private readonly IShiftedSystem _system;
    private readonly NewtonConvergence _newton;
    private readonly Vector _slope;
    private readonly Vector _rightHandSide;
    private readonly Vector _change;
    private readonly double[] _weights = new double[2];
    private readonly Vector[] _terms = new Vector[2];
    private readonly double[] _one = [1];
    private readonly Vector[] _single = new Vector[1];
    // c of the matrix; 0 where there is none.
    private double _prepared;
    private int _age;
    private bool _isFresh;

    public BdfCorrector(OdeProblem problem, Tolerances tolerances, NewtonSettings settings)
    {
        (_problem, _tolerances) = (problem, tolerances);
        _system = LinearSolverChoice.For(problem, tolerances, needsComplex: false, needsExactJacobian: false);
        _newton = new NewtonConvergence(settings, DefaultTolerance, DefaultMostIterations);
        (_slope, _rightHandSide) = (problem.Space.Allocate(), problem.Space.Allocate());
        (_change, Predicted) = (problem.Space.Allocate(), problem.Space.Allocate());
        (PredictedSlope, Correction) = (problem.Space.Allocate(), problem.Space.Allocate());
    }

    /// <summary>y_P.</summary>
    public Vector Predicted { get; }

    /// <summary>y_P'.</summary>
    public Vector PredictedSlope { get; }

    /// <summary>y - y_P.</summary>
    public Vector Correction { get; }

    public int MemoryLength => 2 + NewtonConvergence.MemoryLength + _system.MemoryLength;

    /// <summary>Forgets the matrix.</summary>
    public void Restart()
    {
        (_prepared, _age, _isFresh) = (0, 0, false);
        _newton.Forget();
    }

    /// <summary>Solves for the end of a step.</summary>
    /// <param name="start">The step's start: t, y and F.</param>
    /// <param name="newTime">The end of the step.</param>
    /// <param name="c">The c of the formula.</param>
    /// <param name="result">y.</param>
    public StepOutcome Solve(
        (double Time, Vector State, Vector Derivative) start, double newTime, double c, Vector result)
    {
        if (!_system.KeepsJacobian)
        {
            _system.MoveTo(newTime, Predicted, start.Derivative, newTime - start.Time);
            Prepare(c);
            return Iterate(start.State, newTime, c, result);
        }

        var isReady = _prepared > 0 && _age < MostSteps ? Update(c) : Refresh(start, newTime, c);
        var outcome = isReady ? Iterate(start.State, newTime, c, result) : StepOutcome.Unsolved;
        if (outcome.Verdict == TrialVerdict.Unsolved && !(_isFresh && _prepared == c))
        {
            isReady = _isFresh ? Prepare(c) : Refresh(start, newTime, c);
            outcome = isReady ? Iterate(start.State, newTime, c, result) : StepOutcome.Unsolved;
        }

        return outcome;
    }

    /// <summary>Notes that a step was accepted.</summary>
    public void Accept() => (_age, _isFresh) = (_age + 1, false);

    public void Save(Span<double> memory)
    {
        (memory[0], memory[1]) = (_prepared, _age);
        _newton.Save(memory[2..]);
        _system.Save(memory[(2 + NewtonConvergence.MemoryLength)..]);
    }

    public void Load(ReadOnlySpan<double> memory)
    {
        (_age, _isFresh) = ((int)memory[1], false);
        _system.Load(memory[(2 + NewtonConvergence.MemoryLength)..]);
        _prepared = memory[0];
        if (_prepared > 0)
        {
            _system.Prepare(1 / _prepared);
        }

        _newton.Load(memory[2..]);
    }

    private bool Update(double c) => Math.Abs((c / _prepared) - 1) <= LargestChange || Prepare(c);

    private bool Refresh((double Time, Vector State, Vector Derivative) start, double newTime, double c)
    {
        // What is left if the field throws must not be taken for a matrix.
        _prepared = 0;
        _system.MoveTo(start.Time, start.State, start.Derivative, newTime - start.Time);
        (_age, _isFresh) = (0, true);
        return Prepare(c);
    }

    private bool Prepare(double c)
    {
        _newton.Forget();
        var isReady = _system.Prepare(1 / c);
        _prepared = isReady ? c : 0;
        return isReady;
    }

    private StepOutcome Iterate(Vector start, double newTime, double c, Vector result)
    {
        var space = _problem.Space;
        var scale = 2 * c / (c + _prepared);
        space.Copy(Predicted, result);
        space.FillZero(Correction);
        _newton.Begin(Norm(1, start, start));
        do
        {
            _problem.Field.Evaluate(newTime, result, _slope);
            var broken = space.FirstNonFinite(_slope);
            if (broken >= 0)
            {
                return StepOutcome.NonFinite(broken);
            }

            // The history lies on the manifold: what F has across it would be taken for an error.
            _problem.Constraint?.ProjectTangent(result, _slope);
            (_weights[0], _weights[1], _terms[0], _terms[1]) = (-1, -1 / c, PredictedSlope, Correction);
            space.LinearCombination(_rightHandSide, 1, _slope, 1, _weights, _terms);
            var reduction = _newton.Reduction(Norm(c, _rightHandSide, start));
            if (!_system.Solve(_rightHandSide, _change, reduction))
            {
                return StepOutcome.Unsolved;
            }

            (_weights[0], _terms[0]) = (scale, _change);
            space.LinearCombination(Correction, 1, Correction, 1, _weights.AsSpan(0, 1), _terms.AsSpan(0, 1));
            _single[0] = Correction;
            space.LinearCombination(result, 1, Predicted, 1, _one, _single);
        }
        while (_newton.Continues(Norm(scale, _change, start)));

        return _newton.HasConverged ? new StepOutcome(TrialVerdict.Completed, 0, -1, 0) : StepOutcome.Unsolved;
    }

    private double Norm(double scale, Vector vector, Vector start)
    {
        _single[0] = vector;
        return _problem.Space.WeightedNorm(scale, _one, _single, start, Predicted, _tolerances).Of(_tolerances.Norm);
    }
}
