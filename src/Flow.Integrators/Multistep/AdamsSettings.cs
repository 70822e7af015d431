namespace Flow.Integrators.Multistep;

/// <summary>Settings of <see cref="DeflatedAdams"/>; the defaults were measured on flows of networks.</summary>
public sealed record AdamsSettings
{
    /// <summary>The largest order of the predictor.</summary>
    public const int LargestOrder = 8;

    /// <summary>Default of <see cref="Directions"/>.</summary>
    public const int DefaultDirections = 4;

    /// <summary>Default of <see cref="MostDirections"/>.</summary>
    public const int DefaultMostDirections = 12;

    /// <summary>Default of <see cref="ProductInterval"/>.</summary>
    public const int DefaultProductInterval = 5;

    /// <summary>From this rtol on the number of directions may grow; below it products on more directions cost more
    /// than they bring.</summary>
    public const double AdaptiveFrom = 1e-6;

    /// <summary>The number of directions that may be deflated at first, in [0, <see cref="MostDirections"/>]; 0 gives
    /// the classical Adams method.</summary>
    public int Directions { get; init; } = DefaultDirections;

    /// <summary>The number that it may grow to where stability limits the steps, in [0, 20].</summary>
    public int MostDirections { get; init; } = DefaultMostDirections;

    /// <summary>A Jacobian product is made every so many accepted steps, at least 1.</summary>
    public int ProductInterval { get; init; } = DefaultProductInterval;

    /// <summary>The defaults for a tolerance.</summary>
    /// <param name="rtol">rtol.</param>
    public static AdamsSettings For(double rtol) => new()
    {
        MostDirections = rtol >= AdaptiveFrom ? DefaultMostDirections : DefaultDirections,
    };

    internal void Validate()
    {
        Check.InRange(MostDirections, 0, 20, nameof(MostDirections), "12 is usual");
        Check.InRange(Directions, 0, MostDirections, nameof(Directions), "4 is usual");
        Check.InRange(ProductInterval, 1, 1000, nameof(ProductInterval), "5 is usual");
    }
}
