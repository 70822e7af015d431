namespace Flow.Integrators.Stepping;

/// <summary>A method that knows a longest step beyond which no trial is of use.</summary>
public interface ILimitedStepper : IStepper
{
    /// <summary>The longest step, above 0; infinite where nothing limits it.</summary>
    double LongestStep { get; }
}
