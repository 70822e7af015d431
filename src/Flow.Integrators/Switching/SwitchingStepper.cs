using Flow.Integrators.DenseOutput;
using Flow.Integrators.Problems;
using Flow.Integrators.Spaces;
using Flow.Integrators.StepControl;
using Flow.Integrators.Stepping;

namespace Flow.Integrators.Switching;

/// <summary>Starts with one method and gives others a trial, one after the other, where the first one has no means left
/// against the stiffness and stability holds it back in more than 80% of 40 accepted steps.</summary>
/// <remarks>Time, state, derivative and step size are carried over, so that a switch costs no evaluation. A stabilized
/// method is tried only where it breaks even at steps of at most five times the present size: with s stages it comes
/// 0.54 s / rho in t for each evaluation, rho the largest rate. A trial lasts twice as many evaluations as the first
/// method needs for 40 steps (60 at least, 120 for other methods); the second half is measured. It ends early where
/// ten steps in a row fail. The method that came farthest in t for each evaluation stays for the rest of the run; where
/// that is the first one, it goes on, and another, last round comes after 400 of its steps at the earliest. All
/// decisions are made from counts and numbers of the run, none from clocks. A switch may allocate.</remarks>
public sealed class SwitchingStepper : ISelfControlledStepper
{
    private const int StepsOfTrial = 40;
    private const double SmallestBudget = 60;

    // A method with history or a matrix needs more to get going.
    private const double SmallestImplicitBudget = 120;
    private const int MostFailures = 10;
    private const int RestAfterReturn = 400;
    private const int OwnLength = 8;
    private const int First = 0;

    private readonly OdeProblem _problem;
    private readonly OdeProblem _inner;
    private readonly Tolerances _tolerances;
    private readonly RelayField _field;
    private readonly SwitchMethod[] _methods;
    private readonly StabilityWatch _watch = new();
    private readonly SwitchTrial _trial = new();
    private readonly SwitchLog _log;
    private bool _isTrial;
    private int _active;
    private int _best;
    private double _bestRatio;
    private double _pace;
    private double _budget;
    private double _time;
    private long _lastCount;
    private int _failures;

    /// <summary>Creates all steppers.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="tolerances">rtol, atol and the norm, for all methods.</param>
    /// <param name="first">The solver that starts.</param>
    /// <param name="others">The solvers for stiff stretches in the order in which they are tried, at least one.</param>
    /// <exception cref="ArgumentException">There is no other solver.</exception>
    public SwitchingStepper(OdeProblem problem, Tolerances tolerances, Solver first, IReadOnlyList<Solver> others)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(others);
        if (others.Count == 0)
        {
            throw new ArgumentException("switching needs another solver to switch to; name at least one");
        }

        (_problem, _tolerances) = (problem, tolerances);
        _field = new RelayField(problem.Space, problem.Field);
        var state = problem.Space.Allocate();
        problem.Space.Copy(problem.InitialState, state);
        _inner = StartingAt(problem.InitialTime, state);
        _methods = [.. others.Prepend(first).Select(solver => new SwitchMethod(solver, _inner, tolerances))];
        _log = new SwitchLog([.. others.Prepend(first).Select(static solver => solver.Name)]);
    }

    /// <inheritdoc/>
    public int Order => Active.Order;

    /// <inheritdoc/>
    public int ErrorOrder => Active.ErrorOrder;

    /// <inheritdoc/>
    public Vector State => Active.State;

    /// <inheritdoc/>
    public Vector Derivative => Active.Derivative;

    /// <inheritdoc/>
    public Vector Trial => Active.Trial;

    /// <inheritdoc/>
    public IInterpolant Interpolant => Active.Interpolant;

    /// <inheritdoc/>
    public StiffnessEstimate? Stiffness => Active.Stiffness;

    /// <inheritdoc/>
    public IReadOnlyList<SolverSwitch> Switches => _log.Entries;

    /// <inheritdoc/>
    public bool IsAdaptive => true;

    /// <inheritdoc/>
    public int MemoryLength => HeaderLength + _methods.Sum(static method => method.MemoryLength);

    private int HeaderLength => OwnLength + StabilityWatch.MemoryLength + SwitchTrial.MemoryLength + _log.MemoryLength;

    private IStepper Active => _methods[_active].Stepper;

    private IStepController Controller => _methods[_active].Controller;

    /// <inheritdoc/>
    public void Start(double time)
    {
        _time = time;
        _problem.Space.Copy(_problem.InitialState, _inner.InitialState);
        Active.Start(time);
    }

    /// <inheritdoc/>
    public double FirstStep(double longest, out bool wasLimited)
    {
        (var size, wasLimited) = InitialStep.Choose(
            StartingAt(_time, _inner.InitialState),
            Active,
            Controller,
            _tolerances,
            new IntegrationSettings { MaxStep = longest });
        return size;
    }

    /// <inheritdoc/>
    public StepOutcome Step(double time, double newTime) => Active.Step(time, newTime);

    /// <inheritdoc/>
    public void Complete(bool needsInterpolant) => Active.Complete(needsInterpolant);

    /// <inheritdoc/>
    public void Accept() => Active.Accept();

    /// <inheritdoc/>
    public bool Accepts(in StepOutcome outcome) => Controller.Accepts(outcome);

    /// <inheritdoc/>
    public double NextStep(double time, double step, in StepOutcome outcome, bool accepted)
    {
        if (!accepted)
        {
            _failures++;
            return _isTrial && _failures >= MostFailures
                ? EndTrial(Controller.NextStep(_time, step, outcome, accepted: false), 0)
                : Controller.NextStep(time, step, outcome, accepted: false);
        }

        (_time, _failures) = (time, 0);
        // Looked at before the controller changes the order.
        if (_active == First)
        {
            _watch.Observe(Active.Stiffness, step, _field.Count - _lastCount);
        }

        _lastCount = _field.Count;
        var next = Controller.NextStep(time, step, outcome, accepted: true);
        if (_isTrial)
        {
            return _trial.IsOver(time, _field.Count) ? EndTrial(next, _trial.Ratio) : next;
        }

        var isDue = _active == First && _watch.AsksForSwitch && _log.Rounds < SwitchLog.MostRounds;
        return isDue ? BeginRound(step, next) : next;
    }

    /// <inheritdoc/>
    public void SaveMemory(Span<double> memory)
    {
        memory.Clear();
        (memory[0], memory[1], memory[2]) = (_active, _field.Count, _lastCount);
        (memory[3], memory[4], memory[5]) = (_isTrial ? 1 : 0, _best, _bestRatio);
        (memory[6], memory[7]) = (_pace, _budget);
        _watch.Save(memory[OwnLength..]);
        _trial.Save(memory[(OwnLength + StabilityWatch.MemoryLength)..]);
        _log.Save(memory[(HeaderLength - _log.MemoryLength)..]);
        // Of the others only the first is gone back to with what it remembers.
        _methods[First].Save(memory[PlaceOf(First)..]);
        if (_active != First)
        {
            _methods[_active].Save(memory[PlaceOf(_active)..]);
        }
    }

    /// <inheritdoc/>
    public void LoadMemory(ReadOnlySpan<double> memory)
    {
        (_field.Count, _lastCount) = ((long)memory[1], (long)memory[2]);
        (_isTrial, _best, _bestRatio) = (memory[3] != 0, (int)memory[4], memory[5]);
        (_pace, _budget) = (memory[6], memory[7]);
        _watch.Load(memory[OwnLength..]);
        _trial.Load(memory[(OwnLength + StabilityWatch.MemoryLength)..]);
        _log.Load(memory[(HeaderLength - _log.MemoryLength)..]);
        var active = (int)memory[0];
        if (active != First)
        {
            GoOnWith(active);
            _methods[active].Load(memory[PlaceOf(active)..]);
        }

        _methods[First].Load(memory[PlaceOf(First)..]);
    }

    private int PlaceOf(int method) => HeaderLength + _methods.Take(method).Sum(static one => one.MemoryLength);

    private double BeginRound(double step, double next)
    {
        var to = NextCandidate(First, step);
        if (to == First)
        {
            return next;
        }

        var stiffness = Active.Stiffness.GetValueOrDefault();
        (_best, _bestRatio) = (First, 0);
        (_pace, _budget) = (_watch.Progress, _watch.CostOf(StepsOfTrial));
        _log.NoteRound(_time, to, stiffness.DeflatedDirections, stiffness.StepTimesRate);
        Try(to);
        return next;
    }

    private double EndTrial(double next, double ratio)
    {
        if (ratio > _bestRatio)
        {
            (_best, _bestRatio) = (_active, ratio);
        }

        var to = NextCandidate(_active, step: 0);
        if (to != First)
        {
            _log.NoteTurn(_time, to, ratio);
            Try(to);
            return next;
        }

        _isTrial = false;
        if (_bestRatio >= 1)
        {
            if (_best != _active)
            {
                _log.NoteBest(_time, _best, _bestRatio, ratio);
                GoOnWith(_best);
            }

            return next;
        }

        _log.NoteReturn(_time, _bestRatio);
        _watch.Rest(RestAfterReturn);
        GoOnWith(First);
        return FirstStep(_problem.EndTime - _time, out _);
    }

    private void Try(int method)
    {
        var smallest = _methods[method].IsStabilized ? SmallestBudget : SmallestImplicitBudget;
        _trial.Begin(_field.Count, Math.Max(smallest, _budget), _pace);
        GoOnWith(method);
        _isTrial = true;
    }

    // The next method that promises something; the first one where there is none.
    private int NextCandidate(int after, double step)
    {
        for (var method = after + 1; method < _methods.Length; method++)
        {
            if (!_methods[method].IsStabilized || after != First || _watch.Favours(Active.Stiffness, step))
            {
                return method;
            }
        }

        return First;
    }

    private void GoOnWith(int method)
    {
        var from = Active;
        if (method != First)
        {
            _methods[method].Renew();
        }

        _problem.Space.Copy(from.State, _inner.InitialState);
        _field.AnswerNextWith(from.Derivative);
        _methods[method].Stepper.Start(_time);
        _active = method;
    }

    private OdeProblem StartingAt(double time, Vector state) =>
        new(_problem.Space, _field, time, state, _problem.EndTime, _problem.Constraint)
        {
            Linearization = _problem.Linearization,
            Work = _problem.Work,
        };
}
