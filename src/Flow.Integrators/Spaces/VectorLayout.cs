namespace Flow.Integrators.Spaces;

/// <summary>The named blocks that make up every vector of a space, in order and without gaps.</summary>
public sealed class VectorLayout
{
    /// <summary>The name of the only block of a layout without names.</summary>
    public const string DefaultBlockName = "y";

    private readonly BlockLayout[] _blocks;

    /// <summary>Creates a layout of named blocks.</summary>
    /// <param name="blocks">Names (unique, not empty) and lengths (at least 1) in order.</param>
    /// <exception cref="ArgumentException">There is no block, a name is repeated or empty, or a length is below 1.
    /// </exception>
    /// <exception cref="OverflowException">The lengths add up to more than 2^31 - 1.</exception>
    public VectorLayout(params IEnumerable<(string Name, int Length)> blocks)
    {
        ArgumentNullException.ThrowIfNull(blocks);
        var list = new List<BlockLayout>();
        foreach (var (name, length) in blocks)
        {
            if (string.IsNullOrEmpty(name) || list.Exists(block => block.Name == name))
            {
                throw new ArgumentException($"block name '{name}' is empty or repeated; give each block its own name");
            }

            if (length < 1)
            {
                throw new ArgumentException($"block '{name}' has length {length}; a block has at least 1 entry");
            }

            list.Add(new BlockLayout(name, Length, length));
            Length = checked(Length + length);
        }

        if (list.Count == 0)
        {
            throw new ArgumentException("a vector needs at least 1 entry; give at least one block");
        }

        _blocks = [.. list];
    }

    /// <summary>Creates a layout of one block named y.</summary>
    /// <param name="length">Number of entries, at least 1.</param>
    /// <exception cref="ArgumentException">The length is below 1.</exception>
    public VectorLayout(int length)
        : this([(DefaultBlockName, length)])
    {
    }

    /// <summary>Number of entries of a vector.</summary>
    public int Length { get; }

    /// <summary>The blocks in order.</summary>
    public ReadOnlySpan<BlockLayout> Blocks => _blocks;

    /// <summary>The position of a block by its name.</summary>
    /// <param name="name">The block's name.</param>
    /// <returns>Its zero-based position in <see cref="Blocks"/>.</returns>
    /// <exception cref="ArgumentException">No block has this name.</exception>
    public int IndexOf(string name)
    {
        var index = Array.FindIndex(_blocks, block => block.Name == name);
        return index >= 0 ? index : throw new ArgumentException(
            $"no block is named '{name}'; the blocks are {string.Join(", ", _blocks.Select(block => block.Name))}");
    }

    /// <summary>Names a component by its block.</summary>
    /// <param name="index">Zero-based index in the vector.</param>
    /// <returns>The block's name and the entry in the block.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The index is not in [0, Length).</exception>
    public ComponentLocation Locate(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Length);
        var block = Array.Find(_blocks, candidate => index < candidate.Offset + candidate.Length);
        return new ComponentLocation(block.Name, index - block.Offset);
    }
}
