using Flow.Integrators.Spaces;

namespace Flow.Experiments.Training;

/// <summary>Discrete training after a number of steps.</summary>
/// <param name="Step">The number of steps taken.</param>
/// <param name="Time">t, the sum of the learning rates so far, divided by 1 - momentum.</param>
/// <param name="State">z; overwritten by the next step.</param>
/// <param name="LearningRate">eta of the last step, NaN before the first.</param>
/// <param name="BatchLoss">The mean loss of the last step's samples before that step, NaN before the first.</param>
/// <param name="UpdateNorm">The norm of the last change of z, retraction included; NaN before the first.</param>
/// <param name="NormDefect">max_k | ||V_k|| - 1 | before the retraction of the last step, 0 without.</param>
public readonly record struct TrainingPoint(
    long Step,
    double Time,
    Vector State,
    double LearningRate,
    double BatchLoss,
    double UpdateNorm,
    double NormDefect);
