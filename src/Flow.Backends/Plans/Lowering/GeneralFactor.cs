namespace Flow.Backends.Plans.Lowering;

/// <summary>A factor of a general product.</summary>
/// <param name="IsSample">Whether it has a row for each sample; else it is a parameter-sized tensor.</param>
/// <param name="Slot">The sample slot or the tensor slot.</param>
internal sealed record GeneralFactor(bool IsSample, int Slot);
