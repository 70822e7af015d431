using Flow.Integrators.DenseOutput;
using Flow.Integrators.Problems;
using Flow.Integrators.Spaces;
using Flow.Integrators.StepControl;
using Flow.Integrators.Stepping;

namespace Flow.Integrators.Stiff;

/// <summary>Radau IIA with 3 stages and order 5, L-stable and stiffly accurate, with an estimate of order 3, a
/// continuous output of order 4 and predictive step control (E. Hairer, G. Wanner, Solving Ordinary Differential
/// Equations II, 1996, IV.8).</summary>
/// <remarks>Stages lie in the ambient space, end points are retracted. Newton's iteration starts from the collocation
/// polynomial of the step before; J and both matrices are kept while it converges fast.</remarks>
public sealed class Radau5 : ISelfControlledStepper
{
    private const int Stages = RadauCoefficients.Stages;

    private readonly OdeProblem _problem;
    private readonly Tolerances _tolerances;
    private readonly RadauEquations _equations;
    private readonly RadauInterpolant _interpolant;
    private readonly PredictiveControl _control = new();
    private readonly Vector[] _guess;
    private readonly Vector _defect;
    private readonly Vector _slope;
    private readonly Vector _argument;
    private readonly double[] _weights = new double[Stages];
    private readonly double[] _one = [1];
    private readonly Vector[] _single = new Vector[1];
    private Vector[] _stages;
    private Vector[] _previous;
    private Vector _newDerivative;
    private double _newTime;
    private double _step;
    private double _previousStep;

    /// <summary>Creates the stepper and its vectors.</summary>
    /// <param name="problem">The problem; its field is called as it is.</param>
    /// <param name="tolerances">rtol, atol and the norm.</param>
    /// <param name="settings">How accurately each step is solved; null takes the defaults.</param>
    public Radau5(OdeProblem problem, Tolerances tolerances, NewtonSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(tolerances);
        (_problem, _tolerances) = (problem, tolerances);
        _equations = new RadauEquations(problem, tolerances, settings ?? new NewtonSettings());
        _interpolant = new RadauInterpolant(problem.Space);
        (_guess, _stages, _previous) = (Make(), Make(), Make());
        (State, Trial) = (problem.Space.Allocate(), problem.Space.Allocate());
        (Derivative, _newDerivative) = (problem.Space.Allocate(), problem.Space.Allocate());
        (_defect, _slope, _argument) = (
            problem.Space.Allocate(), problem.Space.Allocate(), problem.Space.Allocate());

        Vector[] Make() => [.. Enumerable.Range(0, Stages).Select(_ => problem.Space.Allocate())];
    }

    /// <inheritdoc/>
    public int Order => 5;

    /// <inheritdoc/>
    public int ErrorOrder => 4;

    /// <inheritdoc/>
    public Vector State { get; private set; }

    /// <inheritdoc/>
    public Vector Derivative { get; private set; }

    /// <inheritdoc/>
    public Vector Trial { get; private set; }

    /// <inheritdoc/>
    public IInterpolant Interpolant => _interpolant;

    /// <inheritdoc/>
    public bool IsAdaptive => true;

    /// <inheritdoc/>
    public int MemoryLength =>
        PredictiveControl.MemoryLength + 1 + (Stages * _problem.Space.Layout.Length) + _equations.MemoryLength;

    /// <inheritdoc/>
    public void Start(double time)
    {
        _previousStep = 0;
        _equations.Restart();
        _problem.Space.Copy(_problem.InitialState, State);
        _problem.Field.Evaluate(time, State, Derivative);
    }

    /// <inheritdoc/>
    public double FirstStep(double longest, out bool wasLimited) =>
        InitialStep.Probe(_problem, this, _tolerances, longest, out wasLimited);

    /// <inheritdoc/>
    public StepOutcome Step(double time, double newTime)
    {
        (_newTime, _step) = (newTime, newTime - time);
        var broken = _problem.Space.FirstNonFinite(Derivative);
        if (broken >= 0)
        {
            return StepOutcome.NonFinite(broken);
        }

        Extrapolate();
        var outcome = _equations.Solve((time, State, Derivative), newTime, _guess, _stages);
        return outcome.Verdict == TrialVerdict.Completed ? Judge(time) : outcome;
    }

    /// <inheritdoc/>
    public void Complete(bool needsInterpolant)
    {
        _problem.Field.Evaluate(_newTime, Trial, _newDerivative);
        _interpolant.Bind(State, _stages, _defect);
    }

    /// <inheritdoc/>
    public void Accept()
    {
        (State, Trial) = (Trial, State);
        (Derivative, _newDerivative) = (_newDerivative, Derivative);
        (_stages, _previous, _previousStep) = (_previous, _stages, _step);
        _equations.Accept();
    }

    /// <inheritdoc/>
    public bool Accepts(in StepOutcome outcome) =>
        outcome.Verdict == TrialVerdict.Completed && outcome.ErrorNorm <= 1;

    /// <inheritdoc/>
    public double NextStep(double time, double step, in StepOutcome outcome, bool accepted)
    {
        var (iterations, most) = (_equations.Newton.Iterations, _equations.Newton.MostIterations);
        return accepted ? _control.Next(step, outcome.ErrorNorm, iterations, most)
            : outcome.ErrorNorm > 1 ? _control.Shrink(step, outcome.ErrorNorm, iterations, most)
            : outcome.Verdict == TrialVerdict.Unsolved ? _control.ShrinkUnsolved(step)
            : _control.ShrinkMost(step);
    }

    /// <inheritdoc/>
    public void SaveMemory(Span<double> memory)
    {
        _control.Save(memory);
        memory[PredictiveControl.MemoryLength] = _previousStep;
        var rest = memory[(PredictiveControl.MemoryLength + 1)..];
        foreach (var stage in _previous)
        {
            _problem.Space.Read(stage, rest[.._problem.Space.Layout.Length]);
            rest = rest[_problem.Space.Layout.Length..];
        }

        _equations.Save(rest);
    }

    /// <inheritdoc/>
    public void LoadMemory(ReadOnlySpan<double> memory)
    {
        _control.Load(memory);
        _previousStep = memory[PredictiveControl.MemoryLength];
        var rest = memory[(PredictiveControl.MemoryLength + 1)..];
        foreach (var stage in _previous)
        {
            _problem.Space.Write(rest[.._problem.Space.Layout.Length], stage);
            rest = rest[_problem.Space.Layout.Length..];
        }

        _equations.Load(rest);
    }

    // The collocation polynomial of the step before, continued into this one.
    private void Extrapolate()
    {
        for (var i = 0; i < Stages; i++)
        {
            if (_previousStep == 0)
            {
                _problem.Space.FillZero(_guess[i]);
                continue;
            }

            RadauCoefficients.Polynomial(1 + (RadauCoefficients.Nodes[i] * _step / _previousStep), _weights);
            _weights[^1] -= 1;
            _problem.Space.LinearCombination(_guess[i], 0, State, 1, _weights, _previous);
        }
    }

    private StepOutcome Judge(double time)
    {
        var space = _problem.Space;
        _single[0] = _stages[^1];
        space.LinearCombination(Trial, 1, State, 1, _one, _single);
        if (!Estimate(Derivative))
        {
            return StepOutcome.Unsolved;
        }

        var norm = DefectNorm();
        if (norm.Of(_tolerances.Norm) > 1 && (_control.IsFirst || _control.WasRejected))
        {
            // Filtered twice, for the estimate to vanish where the step is stiff and the start not on the slow
            // solution.
            _single[0] = _defect;
            space.LinearCombination(_argument, 1, State, 1, _one, _single);
            _problem.Field.Evaluate(time, _argument, _slope);
            if (!Estimate(_slope))
            {
                return StepOutcome.Unsolved;
            }

            norm = DefectNorm();
        }

        var defect = _problem.Constraint?.Retract(Trial) ?? 0;
        var verdict = norm.IsFinite && double.IsFinite(defect) ? TrialVerdict.Completed : TrialVerdict.NonFinite;
        return new StepOutcome(verdict, norm.Of(_tolerances.Norm), norm.WorstIndex, defect);
    }

    // (gamma / h - J)^-1 (slope + (e / h) Z).
    private bool Estimate(Vector slope)
    {
        _problem.Space.LinearCombination(_argument, 1, slope, 1 / _step, RadauCoefficients.Estimate, _stages);
        return _equations.Filter(_argument, _defect, _step, State);
    }

    private WeightedNorm DefectNorm()
    {
        _single[0] = _defect;
        return _problem.Space.WeightedNorm(1, _one, _single, State, Trial, _tolerances);
    }
}
