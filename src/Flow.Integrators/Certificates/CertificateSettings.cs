namespace Flow.Integrators.Certificates;

/// <summary>How far companion runs refine.</summary>
public sealed record CertificateSettings
{
    /// <summary>Default of <see cref="ToleranceFactor"/>.</summary>
    public const double DefaultToleranceFactor = 10;

    /// <summary>Default of <see cref="MostRefinements"/>.</summary>
    public const int DefaultMostRefinements = 3;

    /// <summary>The fewest refinements from which a rate can be seen: two differences.</summary>
    public const int FewestRefinements = 2;

    /// <summary>By how much each companion run of an adaptive solver divides rtol and atol, in [2, 1000].</summary>
    public double ToleranceFactor
    {
        get;
        init
        {
            Check.InRange(value, 2, 1000, nameof(ToleranceFactor), "10 is usual");
            field = value;
        }
    } = DefaultToleranceFactor;

    /// <summary>The most companion runs, at least 2; those after the second are made only where the rate is not seen
    /// before.</summary>
    public int MostRefinements
    {
        get;
        init
        {
            Check.InRange(value, FewestRefinements, 10, nameof(MostRefinements), "3 is usual");
            field = value;
        }
    } = DefaultMostRefinements;
}
