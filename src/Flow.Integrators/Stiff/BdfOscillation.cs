namespace Flow.Integrators.Stiff;

/// <summary>An oscillation A e^(i omega t) in the last points.</summary>
/// <param name="Angle">omega h; NaN where there is none.</param>
/// <param name="Amplitude">A as a weighted norm, in units of the tolerance.</param>
internal readonly record struct BdfOscillation(double Angle, double Amplitude)
{
    public static BdfOscillation None { get; } = new(double.NaN, double.NaN);

    public bool Exists => !double.IsNaN(Angle);
}
