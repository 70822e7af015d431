using Flow.Integrators.DenseOutput;
using Flow.Integrators.Problems;
using Flow.Integrators.Spaces;
using Flow.Integrators.Stepping;

namespace Flow.Integrators.Stabilized;

/// <summary>The steps of any stabilized method: as many stages as h times the spectral radius asks for, from a
/// three-term recurrence, so that memory does not grow with them.</summary>
/// <remarks>A step with s stages costs s evaluations. The radius is estimated at the first step, after every 25
/// accepted steps and after a rejection, and taken 1.2 times as large. Stages are evaluated in the ambient space; only
/// the end point is retracted, which keeps the order. 12 vectors, 15 with difference quotients.</remarks>
public sealed class StabilizedRungeKutta : ILimitedStepper
{
    /// <summary>The factor by which the estimate of the spectral radius is enlarged.</summary>
    public const double RadiusSafety = 1.2;

    /// <summary>The number of accepted steps between two estimates of the spectral radius.</summary>
    public const int EstimateInterval = 25;

    // Estimate of the local error from both ends of the step, Sommeijer, Shampine, Verwer 1997, 2.3:
    // (4/5) (y - y1) + (2/5) h (F_0 + F_1), leading term h^3 y''' / 15.
    // The leading error is the same for rkc2 and h^3 y''' / 18 for rkl2, with many stages. In rock2 the stages are less
    // accurate where the stiff part is driven, and h F_1 would enlarge that by h rho: it has an estimate of its own.
    private const double StateWeight = -0.8;
    private const double SlopeWeight = 0.4;
    // The cosine of 25 degrees.
    private const double LeastAlignment = 0.906;
    private const int HeaderLength = 4;

    // Steps are stretched by up to 1% to meet a time.
    private const double StretchAllowance = 0.98;

    private readonly StabilizedMethod _method;
    private readonly OdeProblem _problem;
    private readonly Tolerances _tolerances;
    private readonly SpectralRadius _radius;
    private readonly StageRecurrence _recurrence;
    private readonly Hermite3 _hermite;
    private readonly double _longestInterval;
    private readonly Vector _argument;
    private readonly Vector _stageSlope;
    private readonly Vector _error;
    private readonly double[] _weights = new double[3];
    private readonly Vector[] _terms = new Vector[3];
    private Vector _before;
    private Vector _current;
    private Vector _next;
    private Vector _endSlope;
    private double _time;
    private double _newTime;
    private double _acceptedStep;
    private long _sinceEstimate;
    private bool _wasTried;
    private bool _wasEstimatedAgain;

    /// <summary>Creates the stepper and its vectors.</summary>
    /// <param name="method">The method.</param>
    /// <param name="problem">The problem; its field and its linearization are called as they are.</param>
    /// <param name="tolerances">The weights of the error norm.</param>
    public StabilizedRungeKutta(StabilizedMethod method, OdeProblem problem, Tolerances tolerances)
    {
        ArgumentNullException.ThrowIfNull(method);
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(tolerances);
        var space = problem.Space;
        (_method, _problem, _tolerances) = (method, problem, tolerances);
        _longestInterval = method.Interval(method.MostStagesFor(tolerances.Relative));
        (_radius, _recurrence) = (new SpectralRadius(problem), new StageRecurrence(method.MostStages));
        (_hermite, _argument, _stageSlope, _error) = (new(space), space.Allocate(), space.Allocate(), space.Allocate());
        (_before, _current, _next, _endSlope) = (
            space.Allocate(), space.Allocate(), space.Allocate(), space.Allocate());
        (State, Trial, Derivative) = (space.Allocate(), space.Allocate(), space.Allocate());
    }

    /// <inheritdoc/>
    public int Order => StabilizedMethod.Order;

    /// <inheritdoc/>
    public int ErrorOrder => _method.ErrorOrder;

    /// <inheritdoc/>
    public Vector State { get; private set; }

    /// <inheritdoc/>
    public Vector Derivative { get; private set; }

    /// <inheritdoc/>
    public Vector Trial { get; private set; }

    /// <inheritdoc/>
    public IInterpolant Interpolant => _hermite;

    /// <summary>The number of stages of the last trial.</summary>
    public int Stages => _recurrence.Stages;

    /// <inheritdoc/>
    public double LongestStep => _radius.Value > 0
        ? StretchAllowance * _longestInterval / (RadiusSafety * _radius.Value)
        : double.PositiveInfinity;

    /// <inheritdoc/>
    public StiffnessEstimate? Stiffness =>
        new(_radius.IsKnown ? _radius.Value : double.NaN, 0, _acceptedStep * _radius.Value, Order)
        {
            IsOffRealAxis = _radius.Alignment < LeastAlignment,
        };

    /// <inheritdoc/>
    public int HistoryLength => HeaderLength + _radius.MemoryLength + _problem.Space.Layout.Length;

    /// <inheritdoc/>
    public void Start(double time)
    {
        _problem.Space.Copy(_problem.InitialState, State);
        _problem.Field.Evaluate(time, State, Derivative);
    }

    /// <inheritdoc/>
    public StepOutcome Step(double time, double newTime)
    {
        (_time, _newTime) = (time, newTime);
        EstimateRadius();
        var stepTimesRadius = (newTime - time) * RadiusSafety * _radius.Value;
        if (stepTimesRadius > _longestInterval)
        {
            return new StepOutcome(TrialVerdict.Unstable, double.NaN, -1, 0);
        }

        _wasTried = true;
        var stages = _method.StagesFor(stepTimesRadius);
        if (stages != _recurrence.Stages)
        {
            _method.Fill(stages, _recurrence);
        }

        EvaluateStages();
        if (_recurrence.Finish != 0)
        {
            Finish();
        }

        return End();
    }

    /// <inheritdoc/>
    public void Complete(bool needsInterpolant)
    {
        if (needsInterpolant)
        {
            _hermite.Bind(State, Derivative, Trial, _endSlope, _newTime - _time);
        }
    }

    /// <inheritdoc/>
    public void Accept()
    {
        (State, Trial) = (Trial, State);
        (Derivative, _endSlope) = (_endSlope, Derivative);
        _acceptedStep = _newTime - _time;
        _sinceEstimate++;
        (_wasTried, _wasEstimatedAgain) = (false, false);
    }

    /// <inheritdoc/>
    public void SaveHistory(Span<double> history)
    {
        (history[0], history[1]) = (_acceptedStep, _sinceEstimate);
        (history[2], history[3]) = (_wasTried ? 1 : 0, _wasEstimatedAgain ? 1 : 0);
        _radius.Save(history.Slice(HeaderLength, _radius.MemoryLength));
        _problem.Space.Read(_error, history[(HeaderLength + _radius.MemoryLength)..]);
    }

    /// <inheritdoc/>
    public void LoadHistory(ReadOnlySpan<double> history)
    {
        (_acceptedStep, _sinceEstimate) = (history[0], (long)history[1]);
        (_wasTried, _wasEstimatedAgain) = (history[2] != 0, history[3] != 0);
        _radius.Load(history.Slice(HeaderLength, _radius.MemoryLength));
        _problem.Space.Write(history[(HeaderLength + _radius.MemoryLength)..], _error);
    }

    // The error of the last step is where an instability that the direction kept does not know shows first.
    private void EstimateRadius()
    {
        if (!_radius.IsKnown)
        {
            _radius.Estimate(_time, State, Derivative, State);
            _sinceEstimate = 0;
        }
        else if (_sinceEstimate >= EstimateInterval || (_wasTried && !_wasEstimatedAgain))
        {
            _wasEstimatedAgain = _wasTried;
            _radius.Estimate(_time, State, _radius.Direction, _error);
            _sinceEstimate = 0;
        }
    }

    private void EvaluateStages()
    {
        var (space, step) = (_problem.Space, _newTime - _time);
        space.FillZero(_before);
        space.FillZero(_current);
        for (var j = 1; j <= _recurrence.Count; j++)
        {
            var slope = j == 1 ? Derivative : _stageSlope;
            if (j > 1)
            {
                EvaluateAt(_recurrence.Node(j - 1), _current, _stageSlope);
            }

            (_weights[0], _weights[1], _weights[2]) = (
                _recurrence.Before(j), step * _recurrence.Slope(j), step * _recurrence.First(j));
            (_terms[0], _terms[1], _terms[2]) = (_before, slope, Derivative);
            // Methods without a share of F_0 save a pass over it.
            var count = _recurrence.First(j) == 0 ? 2 : 3;
            space.LinearCombination(
                _next, _recurrence.Previous(j), _current, 1, _weights.AsSpan(0, count), _terms.AsSpan(0, count));
            (_before, _current, _next) = (_current, _next, _before);
        }
    }

    // Two Euler steps and a correction, whose sum is w(z) / w(0) of the stability polynomial.
    private void Finish()
    {
        var (space, step) = (_problem.Space, _newTime - _time);
        var (finish, correction) = (step * _recurrence.Finish, step * _recurrence.Correction);
        var node = _recurrence.Node(_recurrence.Count);
        EvaluateAt(node, _current, _stageSlope);
        (_weights[0], _terms[0]) = (1, _stageSlope);
        space.LinearCombination(_next, 1, _current, finish, _weights.AsSpan(0, 1), _terms.AsSpan(0, 1));
        EvaluateAt(node + _recurrence.Finish, _next, _endSlope);
        (_weights[0], _weights[1]) = (1, -1);
        (_terms[0], _terms[1]) = (_endSlope, _stageSlope);
        space.LinearCombination(_error, 0, _endSlope, correction, _weights.AsSpan(0, 2), _terms.AsSpan(0, 2));
        (_weights[0], _weights[1]) = (finish, 1);
        (_terms[0], _terms[1]) = (_endSlope, _error);
        space.LinearCombination(_current, 1, _next, 1, _weights.AsSpan(0, 2), _terms.AsSpan(0, 2));
    }

    private StepOutcome End()
    {
        var (space, step) = (_problem.Space, _newTime - _time);
        Add(_current, Trial);
        var defect = _problem.Constraint?.Retract(Trial) ?? 0;
        _problem.Field.Evaluate(_newTime, Trial, _endSlope);
        if (_recurrence.Finish == 0)
        {
            (_weights[0], _weights[1]) = (SlopeWeight * step, SlopeWeight * step);
            (_terms[0], _terms[1]) = (Derivative, _endSlope);
            space.LinearCombination(_error, StateWeight, _current, 1, _weights.AsSpan(0, 2), _terms.AsSpan(0, 2));
        }

        (_weights[0], _terms[0]) = (1, _error);
        var norm = space.WeightedNorm(1, _weights.AsSpan(0, 1), _terms.AsSpan(0, 1), State, Trial, _tolerances);
        var verdict = norm.IsFinite && double.IsFinite(defect) ? TrialVerdict.Completed : TrialVerdict.NonFinite;
        return new StepOutcome(verdict, norm.Of(_tolerances.Norm), norm.WorstIndex, defect);
    }

    private void EvaluateAt(double node, Vector difference, Vector slope)
    {
        Add(difference, _argument);
        // Never past the end of the step by a rounding error.
        _problem.Field.Evaluate(Math.Min(_time + (node * (_newTime - _time)), _newTime), _argument, slope);
    }

    private void Add(Vector difference, Vector destination)
    {
        (_weights[0], _terms[0]) = (1, difference);
        _problem.Space.LinearCombination(destination, 1, State, 1, _weights.AsSpan(0, 1), _terms.AsSpan(0, 1));
    }
}
