namespace Flow.Experiments.Resuming;

/// <summary>Discrete training before the row of a step is written.</summary>
/// <param name="Step">The steps taken.</param>
/// <param name="Time">t.</param>
/// <param name="LearningRate">eta of the last step.</param>
/// <param name="BatchLoss">The mean loss of the last step's samples.</param>
/// <param name="UpdateNorm">The norm of the last change.</param>
/// <param name="NormDefect">The defect before the last retraction.</param>
/// <param name="State">The state.</param>
/// <param name="Rest">The momentum, the sampling and the generators, as they write themselves.</param>
/// <param name="Rows">The rows of the table.</param>
/// <param name="TableLength">The length of the table in bytes.</param>
internal sealed record TrainingMemory(
    long Step,
    double Time,
    double LearningRate,
    double BatchLoss,
    double UpdateNorm,
    double NormDefect,
    double[] State,
    byte[] Rest,
    int Rows,
    long TableLength);
