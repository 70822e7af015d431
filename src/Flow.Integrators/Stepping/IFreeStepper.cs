namespace Flow.Integrators.Stepping;

/// <summary>A method behind a library that ends each step where it sees fit, at or before the time it is given, and
/// repeats rejected trials by itself.</summary>
public interface IFreeStepper : ISelfControlledStepper
{
    /// <summary>The end of the last step.</summary>
    double End { get; }

    /// <summary>Trials that the last step rejected before the one that it returned.</summary>
    long Rejections { get; }
}
