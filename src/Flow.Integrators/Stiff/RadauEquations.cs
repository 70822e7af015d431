using Flow.Integrators.Problems;
using Flow.Integrators.Spaces;
using Flow.Integrators.Stepping;
using Flow.Integrators.Stiff.LinearSolvers;

namespace Flow.Integrators.Stiff;

/// <summary>Solves Z = h (A x I) F(y + Z) by Newton's iteration in the variables W = (T^-1 x I) Z, in which it falls
/// into one real and one complex system (E. Hairer, G. Wanner, Solving Ordinary Differential Equations II, 1996, IV.8).
/// </summary>
internal sealed class RadauEquations
{
    private const int DefaultMostIterations = 7;
    private const double LargestTolerance = 0.03;
    private const double RootFactor = 0.3;
    private const int Stages = RadauCoefficients.Stages;
    // Steps that differ by rounding share a matrix.
    private const double SameStep = 1e-6;
    private const double FastRate = 1e-3;
    private const int FastIterations = 2;

    private readonly OdeProblem _problem;
    private readonly Tolerances _tolerances;
    private readonly IShiftedSystem _system;
    private readonly Vector[] _transformed;
    private readonly Vector[] _slopes;
    private readonly Vector[] _changes;
    private readonly Vector[] _complexSide;
    private readonly Vector[] _complexChange = new Vector[2];
    private readonly Vector _realSide;
    private readonly Vector _argument;
    private readonly double[] _weights = new double[Stages + 2];
    private readonly Vector[] _terms = new Vector[Stages + 2];
    private readonly double[] _one = [1];
    private readonly Vector[] _single = new Vector[1];
    // h of the matrices, 0 where there are none.
    private double _prepared;
    private bool _isFresh;
    private bool _keepsJacobian;

    public RadauEquations(OdeProblem problem, Tolerances tolerances, NewtonSettings settings)
    {
        (_problem, _tolerances) = (problem, tolerances);
        _system = LinearSolverChoice.For(problem, tolerances, needsComplex: true, needsExactJacobian: false);
        var tolerance = Math.Min(LargestTolerance, RootFactor * Math.Sqrt(tolerances.Relative));
        Newton = new NewtonConvergence(settings, tolerance, DefaultMostIterations);
        (_transformed, _slopes, _changes) = (Make(Stages), Make(Stages), Make(Stages));
        _complexSide = Make(2);
        (_realSide, _argument) = (problem.Space.Allocate(), problem.Space.Allocate());

        Vector[] Make(int count) => [.. Enumerable.Range(0, count).Select(_ => problem.Space.Allocate())];
    }

    public NewtonConvergence Newton { get; }

    public int MemoryLength => 2 + NewtonConvergence.MemoryLength + _system.MemoryLength;

    /// <summary>Whether the next step will take J anew.</summary>
    public bool WillRefresh => !_keepsJacobian;

    /// <summary>Forgets the matrices.</summary>
    public void Restart()
    {
        (_prepared, _isFresh, _keepsJacobian) = (0, false, false);
        Newton.Forget();
    }

    /// <summary>Solves for the stages of a step.</summary>
    /// <param name="start">The step's start: t, y and F.</param>
    /// <param name="newTime">The end of the step.</param>
    /// <param name="stages">Z: where the iteration starts, and the result.</param>
    /// <param name="guess">Where the iteration starts.</param>
    public StepOutcome Solve(
        (double Time, Vector State, Vector Derivative) start, double newTime, Vector[] guess, Vector[] stages)
    {
        var step = newTime - start.Time;
        var isReady = !_isFresh && !(_keepsJacobian && _system.KeepsJacobian)
            ? Refresh(start, step)
            : Math.Abs((_prepared / step) - 1) <= SameStep || Prepare(step);
        var outcome = isReady ? Iterate(start, newTime, guess, stages) : StepOutcome.Unsolved;
        if (outcome.Verdict == TrialVerdict.Unsolved && !_isFresh)
        {
            isReady = Refresh(start, step);
            outcome = isReady ? Iterate(start, newTime, guess, stages) : StepOutcome.Unsolved;
        }

        return outcome;
    }

    /// <summary>Solves (gamma / h - J) x = b with the matrix of the step.</summary>
    public bool Filter(Vector rightHandSide, Vector solution, double step, Vector start) => _system.Solve(
        rightHandSide, solution, Newton.Reduction(Norm(step / RadauCoefficients.Real, rightHandSide, start)));

    /// <summary>Notes that a step was accepted.</summary>
    public void Accept()
    {
        _isFresh = false;
        _keepsJacobian = Newton.Iterations <= FastIterations || Newton.Rate <= FastRate;
    }

    public void Save(Span<double> memory)
    {
        (memory[0], memory[1]) = (_prepared, _keepsJacobian ? 1 : 0);
        Newton.Save(memory[2..]);
        _system.Save(memory[(2 + NewtonConvergence.MemoryLength)..]);
    }

    public void Load(ReadOnlySpan<double> memory)
    {
        (_keepsJacobian, _isFresh) = (memory[1] != 0, false);
        _system.Load(memory[(2 + NewtonConvergence.MemoryLength)..]);
        _prepared = 0;
        if (memory[0] > 0 && _system.KeepsJacobian)
        {
            Prepare(memory[0]);
        }

        Newton.Load(memory[2..]);
    }

    private bool Refresh((double Time, Vector State, Vector Derivative) start, double step)
    {
        // What is left if the field throws must not be taken for a matrix.
        (_prepared, _isFresh, _keepsJacobian) = (0, false, false);
        _system.MoveTo(start.Time, start.State, start.Derivative, step);
        _isFresh = true;
        return Prepare(step);
    }

    private bool Prepare(double step)
    {
        Newton.Forget();
        var isReady = _system.Prepare(RadauCoefficients.Real / step) && _system.Prepare(RadauCoefficients.Pair / step);
        _prepared = isReady ? step : 0;
        return isReady;
    }

    private StepOutcome Iterate(
        (double Time, Vector State, Vector Derivative) start, double newTime, Vector[] guess, Vector[] stages)
    {
        var step = newTime - start.Time;
        for (var i = 0; i < Stages; i++)
        {
            _problem.Space.Copy(guess[i], stages[i]);
            Combine(_transformed[i], RadauCoefficients.Inverse[i], guess);
        }

        Newton.Begin(Norm(1, start.State, start.State));
        double size;
        do
        {
            var broken = EvaluateStages(start, newTime, stages);
            if (broken >= 0)
            {
                return StepOutcome.NonFinite(broken);
            }

            if (!SolveSystems(step, start.State))
            {
                return StepOutcome.Unsolved;
            }

            size = 0;
            for (var i = 0; i < Stages; i++)
            {
                var part = Norm(1, _changes[i], start.State);
                size += part * part / Stages;
                _single[0] = _changes[i];
                _problem.Space.LinearCombination(_transformed[i], 1, _transformed[i], 1, _one, _single);
            }

            for (var i = 0; i < Stages; i++)
            {
                Combine(stages[i], RadauCoefficients.Transformation[i], _transformed);
            }
        }
        while (Newton.Continues(Math.Sqrt(size)));

        return Newton.HasConverged ? new StepOutcome(TrialVerdict.Completed, 0, -1, 0) : StepOutcome.Unsolved;
    }

    // F at the stages; the first component that is not finite, or -1.
    private int EvaluateStages(
        (double Time, Vector State, Vector Derivative) start, double newTime, Vector[] stages)
    {
        for (var i = 0; i < Stages; i++)
        {
            _single[0] = stages[i];
            _problem.Space.LinearCombination(_argument, 1, start.State, 1, _one, _single);
            var time = i == Stages - 1 ? newTime
                : Math.Min(start.Time + (RadauCoefficients.Nodes[i] * (newTime - start.Time)), newTime);
            _problem.Field.Evaluate(time, _argument, _slopes[i]);
            var broken = _problem.Space.FirstNonFinite(_slopes[i]);
            if (broken >= 0)
            {
                return broken;
            }
        }

        return -1;
    }

    private bool SolveSystems(double step, Vector start)
    {
        var pair = RadauCoefficients.Pair / step;
        Residual(_realSide, 0, RadauCoefficients.Real / step, 0);
        Residual(_complexSide[0], 1, pair.Real, -pair.Imaginary);
        Residual(_complexSide[1], 2, pair.Real, pair.Imaginary);
        (_complexChange[0], _complexChange[1]) = (_changes[1], _changes[2]);
        var real = Newton.Reduction(Norm(step, _realSide, start));
        var complex = Newton.Reduction(
            Math.Max(Norm(step, _complexSide[0], start), Norm(step, _complexSide[1], start)));
        return _system.Solve(_realSide, _changes[0], real)
            && _system.Solve(_complexSide, _complexChange, complex);
    }

    // Row i of T^-1 F - own W_i - other W_(3 - i).
    private void Residual(Vector result, int row, double own, double other)
    {
        for (var i = 0; i < Stages; i++)
        {
            (_weights[i], _terms[i]) = (RadauCoefficients.Inverse[row][i], _slopes[i]);
        }

        (_weights[Stages], _terms[Stages]) = (-own, _transformed[row]);
        (_weights[Stages + 1], _terms[Stages + 1]) = (-other, _transformed[row == 0 ? 0 : Stages - row]);
        _problem.Space.LinearCombination(result, 0, _slopes[0], 1, _weights, _terms);
    }

    private void Combine(Vector result, double[] weights, Vector[] terms)
    {
        _problem.Space.FillZero(result);
        _problem.Space.LinearCombination(result, 1, result, 1, weights, terms);
    }

    private double Norm(double scale, Vector vector, Vector start)
    {
        _single[0] = vector;
        return _problem.Space.WeightedNorm(scale, _one, _single, start, start, _tolerances).Of(_tolerances.Norm);
    }
}
