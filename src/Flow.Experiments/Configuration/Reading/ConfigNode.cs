namespace Flow.Experiments.Configuration.Reading;

/// <summary>A value of the file with its position.</summary>
internal abstract record ConfigNode(SourcePosition Position);

/// <summary>A single value; plain means written without quotes.</summary>
internal sealed record ScalarNode(SourcePosition Position, string Text, bool Plain) : ConfigNode(Position)
{
    /// <summary>Whether nothing stands behind the key; null, spelled out, is something.</summary>
    public bool IsEmpty => Plain && Text.Length == 0;

    public bool IsNull => Plain && Text is ("" or "~" or "null" or "Null" or "NULL");
}

/// <summary>A list.</summary>
internal sealed record SequenceNode(SourcePosition Position, IReadOnlyList<ConfigNode> Items) : ConfigNode(Position);

/// <summary>Keys with values, in the order of the file.</summary>
internal sealed record MappingNode(SourcePosition Position, IReadOnlyList<ConfigEntry> Entries) : ConfigNode(Position)
{
    public ConfigNode? Find(string key) => Entries.FirstOrDefault(entry => entry.Key == key)?.Value;

    public MappingNode With(string key, SourcePosition keyPosition, ConfigNode value)
    {
        var added = new ConfigEntry(key, keyPosition, value);
        bool known = Entries.Any(entry => entry.Key == key);
        return this with
        {
            Entries = known ? [.. Entries.Select(entry => entry.Key == key ? added : entry)] : [.. Entries, added],
        };
    }
}

/// <summary>One key with its value.</summary>
internal sealed record ConfigEntry(string Key, SourcePosition KeyPosition, ConfigNode Value);
