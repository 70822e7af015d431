using Flow.Integrators.DenseOutput;
using Flow.Integrators.Problems;
using Flow.Integrators.Spaces;
using Flow.Integrators.StepControl;
using Flow.Integrators.Stepping;

namespace Flow.Integrators.Switching;

/// <summary>Starts with one method and gives another one a trial where the first one has no means left against the
/// stiffness and stability holds it back in more than 80% of 40 accepted steps.</summary>
/// <remarks>Time, state, derivative and step size are carried over, so that a switch costs no evaluation. A stabilized
/// method is tried only where it breaks even at steps of at most five times the present size: with s stages it comes
/// 0.54 s / rho in t for each evaluation, rho the largest rate. The trial lasts twice as many evaluations as the first
/// method needs for 40 steps (60 at least); the second half is measured. Where the second method came farther in t for
/// each evaluation it stays for the rest of the run; otherwise the first one goes on, and a second and last trial comes
/// after 400 of its steps at the earliest. All decisions are made from counts and numbers of the run, none from clocks.
/// A switch may allocate.</remarks>
public sealed class SwitchingStepper : ISelfControlledStepper
{
    private const int StepsOfTrial = 40;
    private const double SmallestBudget = 60;
    private const int RestAfterReturn = 400;

    // 0.65 s^2 of the interval of stability over the safety factor of the radius.
    private const double ProgressPerStage = 0.54;
    private const double LongestBreakEven = 5;
    private const int OwnLength = 3;
    private const int HeaderLength =
        OwnLength + StabilityWatch.MemoryLength + SwitchTrial.MemoryLength + SwitchLog.MemoryLength;

    private readonly OdeProblem _problem;
    private readonly OdeProblem _inner;
    private readonly Tolerances _tolerances;
    private readonly Solver _secondSolver;
    private readonly RelayField _field;
    private readonly IStepper _first;
    private readonly IStepController _firstController;
    private readonly StabilityWatch _watch = new();
    private readonly SwitchTrial _trial = new();
    private readonly SwitchLog _log;
    private IStepper _second;
    private IStepController _secondController;
    private Phase _phase;
    private double _time;
    private long _lastCount;

    /// <summary>Creates both steppers.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="tolerances">rtol, atol and the norm, for both methods.</param>
    /// <param name="first">The solver that starts.</param>
    /// <param name="second">The solver for stiff stretches.</param>
    public SwitchingStepper(OdeProblem problem, Tolerances tolerances, Solver first, Solver second)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        (_problem, _tolerances, _secondSolver) = (problem, tolerances, second);
        _field = new RelayField(problem.Space, problem.Field);
        var state = problem.Space.Allocate();
        problem.Space.Copy(problem.InitialState, state);
        _inner = StartingAt(problem.InitialTime, state);
        _first = first.CreateStepper(_inner, tolerances);
        _firstController = first.CreateController(_inner, _first, new IntegrationSettings());
        (_second, _secondController) = MakeSecond();
        _log = new SwitchLog(first.Name, second.Name);
    }

    private enum Phase
    {
        First,
        Trial,
        Second,
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
    public int MemoryLength => HeaderLength + LengthOf(_first, _firstController) + LengthOf(_second, _secondController);

    private IStepper Active => _phase == Phase.First ? _first : _second;

    private IStepController Controller => _phase == Phase.First ? _firstController : _secondController;

    /// <inheritdoc/>
    public void Start(double time)
    {
        _time = time;
        _problem.Space.Copy(_problem.InitialState, _inner.InitialState);
        _first.Start(time);
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
            return Controller.NextStep(time, step, outcome, accepted: false);
        }

        _time = time;
        // Looked at before the controller changes the order.
        if (_phase == Phase.First)
        {
            _watch.Observe(_first.Stiffness, step, _field.Count - _lastCount);
        }

        _lastCount = _field.Count;
        var next = Controller.NextStep(time, step, outcome, accepted: true);
        return _phase switch
        {
            Phase.First when _watch.AsksForSwitch && _log.Trials < SwitchLog.MostTrials && IsPromising(step) =>
                BeginTrial(next),
            Phase.Trial when _trial.IsOver(time, _field.Count) => EndTrial(next),
            _ => next,
        };
    }

    /// <inheritdoc/>
    public void SaveMemory(Span<double> memory)
    {
        memory.Clear();
        (memory[0], memory[1], memory[2]) = ((int)_phase, _field.Count, _lastCount);
        _watch.Save(memory[OwnLength..]);
        _trial.Save(memory[(OwnLength + StabilityWatch.MemoryLength)..]);
        _log.Save(memory[(HeaderLength - SwitchLog.MemoryLength)..]);
        var rest = memory[HeaderLength..];
        Save(_first, _firstController, rest);
        if (_phase != Phase.First)
        {
            Save(_second, _secondController, rest[LengthOf(_first, _firstController)..]);
        }
    }

    /// <inheritdoc/>
    public void LoadMemory(ReadOnlySpan<double> memory)
    {
        (_field.Count, _lastCount) = ((long)memory[1], (long)memory[2]);
        _watch.Load(memory[OwnLength..]);
        _trial.Load(memory[(OwnLength + StabilityWatch.MemoryLength)..]);
        _log.Load(memory[(HeaderLength - SwitchLog.MemoryLength)..]);
        var rest = memory[HeaderLength..];
        if (memory[0] != (int)Phase.First)
        {
            StartSecond();
            _phase = (Phase)(int)memory[0];
            Load(_second, _secondController, rest[LengthOf(_first, _firstController)..]);
        }

        Load(_first, _firstController, rest);
    }

    private bool IsPromising(double step)
    {
        if (_second is not ILimitedStepper || _first.Stiffness is not { } stiffness)
        {
            return true;
        }

        // NaN where no Ritz pair is resolved; what is left of the stiffness is known in any case.
        var left = stiffness.StepTimesRate / step;
        var rate = stiffness.LargestRate > left ? stiffness.LargestRate : left;
        var stages = Math.Max(1, rate * _watch.Progress / ProgressPerStage);
        return stages * _watch.Progress <= LongestBreakEven * _watch.Step;
    }

    private double BeginTrial(double next)
    {
        var stiffness = _first.Stiffness.GetValueOrDefault();
        _log.NoteTrial(_time, stiffness.DeflatedDirections, stiffness.StepTimesRate);
        _trial.Begin(_field.Count, Math.Max(SmallestBudget, _watch.CostOf(StepsOfTrial)), _watch.Progress);
        StartSecond();
        _phase = Phase.Trial;
        return next;
    }

    private double EndTrial(double next)
    {
        if (_trial.Ratio >= 1 || _time >= _problem.EndTime)
        {
            _phase = Phase.Second;
            return next;
        }

        _log.NoteReturn(_time, _trial.Ratio);
        _watch.Rest(RestAfterReturn);
        CarryOver(_second, _first);
        // Another trial starts from nothing, as it does in a run that was resumed in between.
        (_second, _secondController) = MakeSecond();
        _phase = Phase.First;
        return FirstStep(_problem.EndTime - _time, out _);
    }

    private void StartSecond() => CarryOver(_first, _second);

    private void CarryOver(IStepper from, IStepper to)
    {
        _problem.Space.Copy(from.State, _inner.InitialState);
        _field.AnswerNextWith(from.Derivative);
        to.Start(_time);
    }

    private (IStepper Stepper, IStepController Controller) MakeSecond()
    {
        var stepper = _secondSolver.CreateStepper(_inner, _tolerances);
        return (stepper, _secondSolver.CreateController(_inner, stepper, new IntegrationSettings()));
    }

    private OdeProblem StartingAt(double time, Vector state) =>
        new(_problem.Space, _field, time, state, _problem.EndTime, _problem.Constraint)
        {
            Linearization = _problem.Linearization,
        };

    private static int LengthOf(IStepper stepper, IStepController controller) =>
        controller.MemoryLength + stepper.HistoryLength;

    private static void Save(IStepper stepper, IStepController controller, Span<double> memory)
    {
        controller.SaveMemory(memory[..controller.MemoryLength]);
        stepper.SaveHistory(memory.Slice(controller.MemoryLength, stepper.HistoryLength));
    }

    private static void Load(IStepper stepper, IStepController controller, ReadOnlySpan<double> memory)
    {
        controller.LoadMemory(memory[..controller.MemoryLength]);
        stepper.LoadHistory(memory.Slice(controller.MemoryLength, stepper.HistoryLength));
    }
}
