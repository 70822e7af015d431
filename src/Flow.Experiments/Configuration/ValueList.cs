using System.Collections;
using System.Runtime.CompilerServices;

namespace Flow.Experiments.Configuration;

/// <summary>An immutable list that is equal to another one when their elements are equal in order.</summary>
/// <typeparam name="T">The element type.</typeparam>
[CollectionBuilder(typeof(ValueListBuilder), nameof(ValueListBuilder.Create))]
public sealed class ValueList<T> : IReadOnlyList<T>, IEquatable<ValueList<T>>
{
    private readonly T[] items;

    /// <summary>Copies the elements.</summary>
    /// <param name="items">The elements in order.</param>
    public ValueList(IEnumerable<T> items) => this.items = [.. items];

    /// <summary>The number of elements.</summary>
    public int Count => items.Length;

    /// <summary>The element at a zero-based index.</summary>
    /// <param name="index">0 to Count - 1.</param>
    public T this[int index] => items[index];

    /// <inheritdoc/>
    public bool Equals(ValueList<T>? other) => other is not null && items.SequenceEqual(other.items);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ValueList<T>);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (T item in items)
        {
            hash.Add(item);
        }

        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => items.GetEnumerator();

    /// <summary>Gives the elements in brackets, for messages.</summary>
    /// <returns>For example "[3, 8]".</returns>
    public override string ToString() => $"[{string.Join(", ", items)}]";
}
