namespace Flow.Integrators.Stabilized;

/// <summary>An explicit method of order 2 whose interval of stability [-interval(s), 0] grows as the square of its
/// number of stages s.</summary>
public abstract class StabilizedMethod
{
    /// <summary>The order of every stabilized method here.</summary>
    public const int Order = 2;

    // Half a unit in the last place of 1.
    private static readonly double Rounding = Math.ScaleB(1, -53);

    /// <summary>The fewest stages of a step.</summary>
    public abstract int FewestStages { get; }

    /// <summary>The most stages of a step.</summary>
    public abstract int MostStages { get; }

    /// <summary>The k for which the error estimate shrinks as h^k: 3 for the one from both ends of the step, 2 for that
    /// of two finishing stages.</summary>
    public virtual int ErrorOrder => 3;

    /// <summary>The length of the interval of stability, so that h rho may be as large.</summary>
    /// <param name="stages">s, a number that <see cref="StagesFor"/> can return.</param>
    public abstract double Interval(int stages);

    /// <summary>The smallest number of stages whose interval holds h rho.</summary>
    /// <param name="stepTimesRadius">h rho, not negative and at most the interval of the most stages.</param>
    public abstract int StagesFor(double stepTimesRadius);

    /// <summary>A bound of what an error of 1 in every stage makes of y1 together, worst at the far end of the
    /// interval.</summary>
    /// <param name="stages">s, a number that <see cref="StagesFor"/> can return.</param>
    public abstract double ErrorGrowth(int stages);

    /// <summary>The next smaller number of stages.</summary>
    /// <param name="stages">s, a number that <see cref="StagesFor"/> can return, above the fewest.</param>
    public abstract int Fewer(int stages);

    /// <summary>The most stages whose <see cref="ErrorGrowth"/> keeps rounding errors below a tolerance.</summary>
    /// <param name="rtol">The relative tolerance.</param>
    public int MostStagesFor(double rtol)
    {
        var stages = MostStages;
        while (stages > FewestStages && ErrorGrowth(stages) * Rounding > rtol)
        {
            stages = Fewer(stages);
        }

        return stages;
    }

    /// <summary>Writes the coefficients for a number of stages.</summary>
    /// <param name="stages">s, a number that <see cref="StagesFor"/> can return.</param>
    /// <param name="recurrence">Receives them.</param>
    public abstract void Fill(int stages, StageRecurrence recurrence);
}
