using Flow.Integrators.StepControl;

namespace Flow.Integrators.Stepping;

/// <summary>A method that is its own step controller, because its order, its history and its step size are chosen
/// together; what resuming needs of the history is part of the controller's memory.</summary>
public interface ISelfControlledStepper : IStepper, IStepController
{
    /// <summary>The size of the first step, after <see cref="IStepper.Start"/>.</summary>
    /// <param name="longest">The longest step allowed, above 0.</param>
    /// <param name="wasLimited">Whether another limit could give another size.</param>
    /// <returns>A size in (0, longest].</returns>
    double FirstStep(double longest, out bool wasLimited);
}
