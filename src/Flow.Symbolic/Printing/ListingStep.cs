namespace Flow.Symbolic.Printing;

/// <summary>One line of a listing: name = value.</summary>
/// <param name="Number">The number of the line, from 1.</param>
/// <param name="Name">What is computed.</param>
/// <param name="Value">From what.</param>
public sealed record ListingStep(int Number, string Name, string Value)
{
    /// <inheritdoc />
    public override string ToString() => $"{Number}. {Name} = {Value}";
}
