using Flow.Integrators.Problems;
using Flow.Integrators.StepControl;
using Flow.Integrators.Stepping;

namespace Flow.Integrators.Switching;

/// <summary>One of the methods of a run that may switch, with its controller.</summary>
internal sealed class SwitchMethod
{
    private readonly Solver _solver;
    private readonly OdeProblem _problem;
    private readonly Tolerances _tolerances;

    public SwitchMethod(Solver solver, OdeProblem problem, Tolerances tolerances)
    {
        (_solver, _problem, _tolerances) = (solver, problem, tolerances);
        (Stepper, Controller) = Make();
    }

    public IStepper Stepper { get; private set; }

    public IStepController Controller { get; private set; }

    /// <summary>Whether it limits its steps, as stabilized methods do.</summary>
    public bool IsStabilized => Stepper is ILimitedStepper;

    public int MemoryLength => Controller.MemoryLength + Stepper.HistoryLength;

    /// <summary>Forgets everything: another trial starts from nothing, as it does in a run that was resumed in
    /// between.</summary>
    public void Renew() => (Stepper, Controller) = Make();

    public void Save(Span<double> memory)
    {
        Controller.SaveMemory(memory[..Controller.MemoryLength]);
        Stepper.SaveHistory(memory.Slice(Controller.MemoryLength, Stepper.HistoryLength));
    }

    public void Load(ReadOnlySpan<double> memory)
    {
        Controller.LoadMemory(memory[..Controller.MemoryLength]);
        Stepper.LoadHistory(memory.Slice(Controller.MemoryLength, Stepper.HistoryLength));
    }

    private (IStepper Stepper, IStepController Controller) Make()
    {
        var stepper = _solver.CreateStepper(_problem, _tolerances);
        return (stepper, _solver.CreateController(_problem, stepper, new IntegrationSettings()));
    }
}
