namespace Flow.Experiments.Configuration;

/// <summary>Lets a <see cref="ValueList{T}"/> be written as a collection expression.</summary>
public static class ValueListBuilder
{
    /// <summary>Copies the elements into a list.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="items">The elements in order.</param>
    /// <returns>The list.</returns>
    public static ValueList<T> Create<T>(ReadOnlySpan<T> items) => new(items.ToArray());
}
