namespace Flow.Integrators.Stiff;

/// <summary>What other orders than the present one, k, would have made of a step; NaN where it is not known.</summary>
/// <param name="Safe">The error at order 2, where an oscillation was found.</param>
/// <param name="Lower">The error at order k - 1.</param>
/// <param name="Higher">The error at order k + 1.</param>
/// <param name="Oscillation">The oscillation in the last points.</param>
internal readonly record struct BdfErrors(double Safe, double Lower, double Higher, BdfOscillation Oscillation)
{
    public static BdfErrors Unknown { get; } = new(double.NaN, double.NaN, double.NaN, BdfOscillation.None);
}
