using Flow.Integrators.Stepping;

namespace Flow.Integrators.StepControl;

/// <summary>Decides whether a trial step counts and how long the next one is.</summary>
public interface IStepController
{
    /// <summary>Whether a rejected step can be tried again with another size.</summary>
    bool IsAdaptive { get; }

    /// <summary>Number of values that a resumed run needs to go on bit by bit.</summary>
    int MemoryLength { get; }

    /// <summary>Whether the trial step counts.</summary>
    /// <param name="outcome">Its outcome.</param>
    /// <returns>True to accept.</returns>
    bool Accepts(in StepOutcome outcome);

    /// <summary>The size of the step that follows, before it is shortened to meet a sample or the end.</summary>
    /// <param name="time">Where that step starts: the end of an accepted step, the start of a rejected one.</param>
    /// <param name="step">The size h of the step just tried.</param>
    /// <param name="outcome">Its outcome.</param>
    /// <param name="accepted">Whether it was accepted.</param>
    /// <returns>The proposed size, above 0.</returns>
    double NextStep(double time, double step, in StepOutcome outcome, bool accepted);

    /// <summary>Writes the memory.</summary>
    /// <param name="memory"><see cref="MemoryLength"/> values.</param>
    void SaveMemory(Span<double> memory);

    /// <summary>Restores the memory.</summary>
    /// <param name="memory"><see cref="MemoryLength"/> values written by <see cref="SaveMemory"/>.</param>
    void LoadMemory(ReadOnlySpan<double> memory);
}
