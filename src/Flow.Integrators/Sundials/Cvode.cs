using Flow.Integrators.DenseOutput;
using Flow.Integrators.Problems;
using Flow.Integrators.Spaces;
using Flow.Integrators.StepControl;
using Flow.Integrators.Stepping;

namespace Flow.Integrators.Sundials;

/// <summary>The Adams and BDF methods of CVODE, which chooses orders, steps and iterations by itself (A. C. Hindmarsh
/// and others, SUNDIALS: Suite of nonlinear and differential/algebraic equation solvers, 2005).</summary>
/// <remarks>States are copied to the host for each evaluation. The derivative at an accepted state is that of CVODE's
/// polynomial, which equals F up to the tolerance of its iteration and costs no evaluation. BDF projects its state onto
/// the manifold in every step by CVODE's own means, which keeps the history consistent; the Adams methods of CVODE have
/// no projection: their history stays in the ambient space and the states that are handed out are retracted copies, so
/// the defect adds up over the run. A run cannot be resumed: the history stays in the library.</remarks>
public sealed class Cvode : IFreeStepper
{
    private const double ShrinkAfterFailure = 0.1;

    private readonly OdeProblem _problem;
    private readonly CvodeMethod _method;
    private readonly CvodeSystem _system;
    private readonly CvodeMemory _memory;
    private readonly CvodeInterpolant _interpolant;
    private Vector _newDerivative;
    private bool _mustRestart;
    private double _firstStep;
    private double _planned;
    private bool _metStopTime;
    private bool _isExhausted;
    private long _rejections;
    private long _iterations;

    /// <summary>Creates the stepper and the objects of CVODE.</summary>
    /// <param name="problem">The problem; its field is called as it is.</param>
    /// <param name="tolerances">rtol and atol, with the root mean square norm.</param>
    /// <param name="settings">The method and its weights.</param>
    /// <exception cref="SolverUnavailableException">The library is not installed.</exception>
    /// <exception cref="ArgumentException">The maximum norm is asked for.</exception>
    public Cvode(OdeProblem problem, Tolerances tolerances, CvodeSettings settings)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(tolerances);
        ArgumentNullException.ThrowIfNull(settings);
        if (CvodeLibrary.Missing is { } missing)
        {
            throw new SolverUnavailableException("cvode", missing);
        }

        if (tolerances.Norm != ErrorNormKind.RootMeanSquare)
        {
            throw new ArgumentException("cvode has the root mean square norm only; leave the norm out");
        }

        (_problem, _method) = (problem, settings.Method);
        _system = new CvodeSystem(problem, tolerances, settings.Weights);
        _memory = new CvodeMemory(_system, settings.Method, problem.Space.Layout.Length);
        _interpolant = new CvodeInterpolant(problem.Space, _memory);
        (State, Trial) = (problem.Space.Allocate(), problem.Space.Allocate());
        (Derivative, _newDerivative) = (problem.Space.Allocate(), problem.Space.Allocate());
    }

    /// <summary>Why CVODE cannot be used here, with the remedy; null where it can.</summary>
    public static string? Missing => CvodeLibrary.Missing;

    /// <summary>The largest order.</summary>
    public int Order => _method == CvodeMethod.Adams ? 12 : 5;

    /// <summary>The k + 1 for which the error norm shrinks as h^(k+1) at the order of the last step.</summary>
    public int ErrorOrder => _memory.LastOrder + 1;

    /// <inheritdoc/>
    public Vector State { get; private set; }

    /// <summary>y' of the polynomial at <see cref="State"/>; F at the start of a run.</summary>
    public Vector Derivative { get; private set; }

    /// <inheritdoc/>
    public Vector Trial { get; private set; }

    /// <inheritdoc/>
    public IInterpolant Interpolant => _interpolant;

    /// <inheritdoc/>
    public bool IsAdaptive => true;

    /// <inheritdoc/>
    public int MemoryLength => 0;

    /// <inheritdoc/>
    public double End { get; private set; }

    /// <inheritdoc/>
    public long Rejections { get; private set; }

    /// <inheritdoc/>
    public void Start(double time)
    {
        _problem.Space.Copy(_problem.InitialState, State);
        (_mustRestart, _isExhausted, _firstStep) = (true, false, 0);
        _problem.Field.Evaluate(time, State, Derivative);
    }

    /// <summary>Leaves the first step to CVODE.</summary>
    /// <inheritdoc/>
    public double FirstStep(double longest, out bool wasLimited)
    {
        wasLimited = true;
        return longest;
    }

    /// <inheritdoc/>
    public StepOutcome Step(double time, double newTime)
    {
        (End, Rejections) = (newTime, 0);
        var broken = _problem.Space.FirstNonFinite(Derivative);
        if (broken >= 0)
        {
            return StepOutcome.NonFinite(broken);
        }

        if (_isExhausted)
        {
            return Failure();
        }

        if (_mustRestart)
        {
            Restart(time);
        }

        _system.Forget();
        // A stop time at the end of the step that CVODE plans would make it forget what it plans next.
        var isPlanned = newTime == time + _planned && newTime < _problem.EndTime;
        var status = _memory.Advance(isPlanned ? _problem.EndTime : newTime, out var reached);
        _metStopTime = status == CvodeLibrary.StopTimeReached;
        _system.Fault?.Throw();
        Count(status < 0);
        if (status < 0 || !(reached > time))
        {
            return Failure();
        }

        End = reached;
        _problem.Space.Write(_memory.State, Trial);
        _interpolant.Bind(time, End);
        return Judge();
    }

    /// <inheritdoc/>
    public void Complete(bool needsInterpolant)
    {
        _memory.Interpolate(End, 1);
        _problem.Space.Write(_memory.Interpolated, _newDerivative);
    }

    /// <inheritdoc/>
    public void Accept()
    {
        (State, Trial) = (Trial, State);
        (Derivative, _newDerivative) = (_newDerivative, Derivative);
    }

    /// <summary>CVODE returns accepted steps only.</summary>
    /// <inheritdoc/>
    public bool Accepts(in StepOutcome outcome) => outcome.Verdict == TrialVerdict.Completed && !_mustRestart;

    /// <inheritdoc/>
    public double NextStep(double time, double step, in StepOutcome outcome, bool accepted)
    {
        if (accepted)
        {
            // After a stop time CVODE keeps its plan to itself and is given all the rest.
            _planned = _metStopTime ? Math.Max(step, _problem.EndTime - time) : _memory.NextStep;
            // Ever shorter steps towards a formula that breaks down are to end with its name.
            var smallest = StepEnd.Smallest(time);
            _isExhausted = _planned < smallest && _system.HasTrouble;
            return _isExhausted ? smallest : _planned;
        }

        // The history is of no use any more: the next trial begins anew, with a shorter step.
        (_mustRestart, _firstStep) = (true, ShrinkAfterFailure * step);
        return _firstStep;
    }

    /// <inheritdoc/>
    public void SaveMemory(Span<double> memory)
    {
    }

    /// <inheritdoc/>
    public void LoadMemory(ReadOnlySpan<double> memory)
    {
    }

    private void Restart(double time)
    {
        _problem.Space.Read(State, _memory.State);
        _memory.Restart(time, _firstStep);
        _system.AnswerNextWith(Derivative);
        (_mustRestart, _planned, _rejections, _iterations) = (false, 0, 0, 0);
    }

    private void Count(bool hasFailed)
    {
        var (rejections, iterations) = (_memory.Rejections, _memory.LinearIterations);
        // The trial that a failure ends with is counted by who is told of it.
        Rejections = Math.Max(0, rejections - _rejections - (hasFailed ? 1 : 0));
        _problem.Work.CountIterations((int)(iterations - _iterations));
        (_rejections, _iterations) = (rejections, iterations);
    }

    private StepOutcome Judge()
    {
        var (error, _) = _memory.WeightedError();
        var defect = _problem.Constraint?.Retract(Trial) ?? 0;
        defect = Math.Max(defect, _system.Defect);
        var broken = _problem.Space.FirstNonFinite(Trial);
        _mustRestart = broken >= 0 || !double.IsFinite(defect);
        return _mustRestart
            ? StepOutcome.NonFinite(broken)
            : new StepOutcome(TrialVerdict.Completed, error, -1, defect);
    }

    private StepOutcome Failure()
    {
        _mustRestart = true;
        if (_system.Singularity is { } singularity)
        {
            throw singularity;
        }

        if (_system.NonFinite >= 0)
        {
            return StepOutcome.NonFinite(_system.NonFinite);
        }

        var (error, worst) = _memory.WeightedError();
        // Error tests failed where the estimate is too large, else the iteration.
        return error > 1
            ? new StepOutcome(TrialVerdict.Completed, error, worst, 0)
            : StepOutcome.Unsolved;
    }
}
