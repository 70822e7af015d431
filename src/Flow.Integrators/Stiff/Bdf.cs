using Flow.Integrators.DenseOutput;
using Flow.Integrators.Problems;
using Flow.Integrators.Spaces;
using Flow.Integrators.StepControl;
using Flow.Integrators.Stepping;

namespace Flow.Integrators.Stiff;

/// <summary>Backward differentiation formulas of orders k = 1 .. 5 with variable steps and a fixed leading coefficient:
/// y - (h / alpha) F(t, y) = y_P - (h / alpha) y_P', alpha = 1 + 1/2 + ... + 1/k, with y_P and y_P' from the polynomial
/// through the last k + 1 points (K. R. Jackson, R. Sacks-Davis, An alternative implementation of variable step-size
/// multistep formulas for stiff ODEs, ACM TOMS 6, 1980; L. R. Petzold, A description of DASSL, 1982).</summary>
/// <remarks>Stiffly stable: A-stable for k at most 2, A(alpha)-stable up to k = 5. Points are kept as they are, so any
/// sequence of steps has its formula. Steps are solved in the ambient space with the tangential part of F, end points
/// are retracted.</remarks>
public sealed class Bdf : ISelfControlledStepper
{
    private readonly OdeProblem _problem;
    private readonly Tolerances _tolerances;
    private readonly BdfHistory _history;
    private readonly BdfCorrector _corrector;
    private readonly BdfInterpolant _interpolant;
    private readonly BdfOscillationSearch _search;
    private readonly BdfOrderControl _control;
    private readonly double[] _nodes = new double[BdfOrderControl.LargestOrder + 2];
    private readonly double[] _weights = new double[BdfOrderControl.LargestOrder + 2];
    private readonly Vector[] _terms = new Vector[BdfOrderControl.LargestOrder + 2];
    private readonly double[] _one = [1];
    private readonly Vector[] _single = new Vector[1];
    private Vector _newDerivative;
    private double _newTime;
    private BdfErrors _errors;

    /// <summary>Creates the stepper and its vectors.</summary>
    /// <param name="problem">The problem; its field is called as it is.</param>
    /// <param name="tolerances">rtol, atol and the norm.</param>
    /// <param name="settings">How accurately each step is solved; null takes the defaults.</param>
    public Bdf(OdeProblem problem, Tolerances tolerances, NewtonSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(tolerances);
        (_problem, _tolerances) = (problem, tolerances);
        _history = new BdfHistory(problem.Space, BdfOrderControl.LargestOrder + 1);
        _control = new BdfOrderControl(tolerances.Relative);
        _search = new BdfOscillationSearch(problem, tolerances, _history);
        _corrector = new BdfCorrector(problem, tolerances, settings ?? new NewtonSettings());
        _interpolant = new BdfInterpolant(problem.Space, _history);
        (Derivative, _newDerivative) = (problem.Space.Allocate(), problem.Space.Allocate());
    }

    /// <summary>The largest k.</summary>
    public int Order => BdfOrderControl.LargestOrder;

    /// <summary>The k + 1 for which the error norm shrinks as h^(k+1) at the present order.</summary>
    public int ErrorOrder => _control.Order + 1;

    /// <inheritdoc/>
    public Vector State => _history.State;

    /// <inheritdoc/>
    public Vector Derivative { get; private set; }

    /// <inheritdoc/>
    public Vector Trial => _history.NextState;

    /// <inheritdoc/>
    public IInterpolant Interpolant => _interpolant;

    /// <inheritdoc/>
    public bool IsAdaptive => true;

    /// <inheritdoc/>
    public int MemoryLength => BdfOrderControl.MemoryLength + _history.MemoryLength + _corrector.MemoryLength;

    /// <inheritdoc/>
    public void Start(double time)
    {
        _history.Restart(time);
        _corrector.Restart();
        _problem.Space.Copy(_problem.InitialState, State);
        _problem.Field.Evaluate(time, State, Derivative);
    }

    /// <inheritdoc/>
    public double FirstStep(double longest, out bool wasLimited) =>
        InitialStep.Probe(_problem, this, _tolerances, longest, out wasLimited);

    /// <inheritdoc/>
    public StepOutcome Step(double time, double newTime)
    {
        _newTime = newTime;
        var broken = _problem.Space.FirstNonFinite(Derivative);
        if (broken >= 0)
        {
            return StepOutcome.NonFinite(broken);
        }

        _control.LimitTo(_history.Count);
        var (step, order) = (newTime - time, _control.Order);
        Predict(step, order);
        var outcome = _corrector.Solve(
            (time, State, Derivative), newTime, step / LeadingCoefficient(order), Trial);
        return outcome.Verdict == TrialVerdict.Completed ? Judge(order) : outcome;
    }

    /// <inheritdoc/>
    public void Complete(bool needsInterpolant)
    {
        _problem.Field.Evaluate(_newTime, Trial, _newDerivative);
        var order = _control.Order;
        _interpolant.Bind(_newTime, order);
        _errors = _control.MayChange ? ErrorsBeside(order) : BdfErrors.Unknown;
    }

    /// <inheritdoc/>
    public void Accept()
    {
        _history.Push(_newTime);
        _corrector.Accept();
        (Derivative, _newDerivative) = (_newDerivative, Derivative);
    }

    /// <inheritdoc/>
    public bool Accepts(in StepOutcome outcome) =>
        outcome.Verdict == TrialVerdict.Completed && outcome.ErrorNorm <= 1;

    /// <inheritdoc/>
    public double NextStep(double time, double step, in StepOutcome outcome, bool accepted)
    {
        if (accepted)
        {
            return _control.Next(step, outcome.ErrorNorm, _errors);
        }

        if (!(outcome.ErrorNorm > 1))
        {
            return _control.ShrinkMost(step);
        }

        var next = _control.Shrink(step, outcome.ErrorNorm);
        if (_control.DoubtsHistory)
        {
            // The solution has turned off the polynomial through its past; F alone says where it goes.
            _history.Restart(_history.Time(0));
        }

        return next;
    }

    /// <inheritdoc/>
    public void SaveMemory(Span<double> memory)
    {
        _control.Save(memory);
        _history.Save(memory.Slice(BdfOrderControl.MemoryLength, _history.MemoryLength));
        _corrector.Save(memory[(BdfOrderControl.MemoryLength + _history.MemoryLength)..]);
    }

    /// <inheritdoc/>
    public void LoadMemory(ReadOnlySpan<double> memory)
    {
        _control.Load(memory);
        _history.Load(memory.Slice(BdfOrderControl.MemoryLength, _history.MemoryLength));
        _corrector.Load(memory[(BdfOrderControl.MemoryLength + _history.MemoryLength)..]);
    }

    // y_P and y_P' from the last k + 1 points; at the start from y_0 and F alone.
    private void Predict(double step, int order)
    {
        if (_history.Count == 1)
        {
            _history.AssumeTangent(step, Derivative);
            _problem.Constraint?.ProjectTangent(State, _history.Differences[1]);
        }

        for (var j = 0; j <= order; j++)
        {
            _nodes[j] = (_history.Time(j) - _history.Time(0)) / step;
        }

        ReadOnlySpan<double> nodes = _nodes.AsSpan(0, order + 1);
        ReadOnlySpan<Vector> terms = _history.Differences[1..(order + 1)];
        PointPolynomial.Values(nodes, 1, _weights);
        _problem.Space.LinearCombination(_corrector.Predicted, 1, State, 1, _weights.AsSpan(1, order), terms);
        PointPolynomial.Slopes(nodes, 1, _weights);
        _problem.Space.LinearCombination(
            _corrector.PredictedSlope, 0, State, 1 / step, _weights.AsSpan(1, order), terms);
    }

    private StepOutcome Judge(int order)
    {
        _single[0] = _corrector.Correction;
        var constant = ErrorConstant(order);
        var norm = _problem.Space.WeightedNorm(constant, _one, _single, State, Trial, _tolerances);
        var defect = _problem.Constraint?.Retract(Trial) ?? 0;
        var verdict = norm.IsFinite && double.IsFinite(defect) ? TrialVerdict.Completed : TrialVerdict.NonFinite;
        return new StepOutcome(verdict, norm.Of(_tolerances.Norm), norm.WorstIndex, defect);
    }

    // The larger one of the local error and of what the interpolation of the past contributes, both as parts of y -
    // y_P.
    private double ErrorConstant(int order)
    {
        var (last, sum) = (1 / (1 - _nodes[order]), 0.0);
        for (var i = 0; i < order; i++)
        {
            sum += 1 / (1 - _nodes[i]);
        }

        return Math.Max(last, Math.Abs(last + sum - LeadingCoefficient(order)));
    }

    private BdfErrors ErrorsBeside(int order)
    {
        var oscillation = order > BdfStabilityGuard.SafeOrder ? _search.Find(order) : BdfOscillation.None;
        return new BdfErrors(
            oscillation.Exists ? ErrorOf(BdfStabilityGuard.SafeOrder) : double.NaN,
            order > 1 ? ErrorOf(order - 1) : double.NaN,
            order < Order && _history.Count > order + 1 ? ErrorOf(order + 1) : double.NaN,
            oscillation);
    }

    // h^(m+1) |y^(m+1)| / (m + 1), the local error of order m, by the divided difference over m + 2 points.
    private double ErrorOf(int m)
    {
        var step = _newTime - _history.Time(0);
        _nodes[0] = 1;
        for (var j = 0; j <= m; j++)
        {
            _nodes[j + 1] = (_history.Time(j) - _history.Time(0)) / step;
        }

        PointPolynomial.DividedDifference(_nodes.AsSpan(0, m + 2), _weights);
        _terms[0] = _history.Differences[0];
        var factorial = 1.0;
        for (var j = 1; j <= m; j++)
        {
            factorial *= j;
            (_weights[j], _terms[j]) = (_weights[j + 1], _history.Differences[j]);
        }

        return _problem.Space.WeightedNorm(
            factorial, _weights.AsSpan(0, m + 1), _terms.AsSpan(0, m + 1), State, Trial, _tolerances)
            .Of(_tolerances.Norm);
    }

    // 1 + 1/2 + ... + 1/k.
    private static double LeadingCoefficient(int order)
    {
        var sum = 0.0;
        for (var j = 1; j <= order; j++)
        {
            sum += 1.0 / j;
        }

        return sum;
    }
}
