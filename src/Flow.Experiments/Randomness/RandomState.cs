namespace Flow.Experiments.Randomness;

/// <summary>Everything a generator remembers, to be stored in checkpoints.</summary>
/// <param name="S0">First word of the state.</param>
/// <param name="S1">Second word.</param>
/// <param name="S2">Third word.</param>
/// <param name="S3">Fourth word.</param>
/// <param name="Spare">The second normal variate of the last pair, or null when it has been used.</param>
public sealed record RandomState(ulong S0, ulong S1, ulong S2, ulong S3, double? Spare)
{
    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="reader">The source.</param>
    public static RandomState Read(BinaryReader reader)
    {
        var words = (reader.ReadUInt64(), reader.ReadUInt64(), reader.ReadUInt64(), reader.ReadUInt64());
        var hasSpare = reader.ReadBoolean();
        var spare = reader.ReadDouble();
        return new(words.Item1, words.Item2, words.Item3, words.Item4, hasSpare ? spare : null);
    }

    /// <summary>Writes the state.</summary>
    /// <param name="writer">The destination.</param>
    public void Write(BinaryWriter writer)
    {
        writer.Write(S0);
        writer.Write(S1);
        writer.Write(S2);
        writer.Write(S3);
        writer.Write(Spare.HasValue);
        writer.Write(Spare.GetValueOrDefault());
    }
}
