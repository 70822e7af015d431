using Flow.Integrators.Stepping;

namespace Flow.Integrators.StepControl;

/// <summary>Another controller's steps, none longer than the method can take.</summary>
/// <param name="controller">The controller that looks at the errors.</param>
/// <param name="stepper">The method that knows its longest step.</param>
internal sealed class LimitedController(IStepController controller, ILimitedStepper stepper) : IStepController
{
    public bool IsAdaptive => controller.IsAdaptive;

    public int MemoryLength => controller.MemoryLength;

    public bool Accepts(in StepOutcome outcome) => controller.Accepts(outcome);

    public double NextStep(double time, double step, in StepOutcome outcome, bool accepted) =>
        Math.Min(
            outcome.Verdict == TrialVerdict.Unstable ? step : controller.NextStep(time, step, outcome, accepted),
            stepper.LongestStep);

    public void SaveMemory(Span<double> memory) => controller.SaveMemory(memory);

    public void LoadMemory(ReadOnlySpan<double> memory) => controller.LoadMemory(memory);
}
