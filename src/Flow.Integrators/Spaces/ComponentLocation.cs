using System.Globalization;

namespace Flow.Integrators.Spaces;

/// <summary>One component of a vector by its block and its zero-based entry in the block.</summary>
/// <param name="Block">Name of the block.</param>
/// <param name="Entry">Zero-based index inside the block.</param>
public readonly record struct ComponentLocation(string Block, int Entry)
{
    /// <summary>Block[Entry], such as V_2[17].</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Block}[{Entry}]");
}
