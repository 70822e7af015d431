using System.Globalization;

namespace Flow.Experiments.Configuration.Reading;

/// <summary>Applies one command-line override "a.b=c"; c is YAML, a number in a counts list entries.</summary>
internal static class Override
{
    /// <summary>Where a single value stands for a mapping, the key it stands for.</summary>
    private static readonly Dictionary<string, string> ShortForms = new() { ["model.weightDecay"] = "lambda" };

    public static ConfigNode Apply(ConfigNode root, string text)
    {
        var position = new SourcePosition($"--set {text}", 0, 0);
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        string[] path = equals < 0 ? [] : text[..equals].Trim().Split('.');
        if (path.Length == 0 || path.Any(string.IsNullOrWhiteSpace))
        {
            throw new ConfigurationException(
                position, "this is no override", "write --set section.key=value, e.g. --set flow.tEnd=10");
        }

        ConfigNode value = YamlTree.ParseValue(text[(equals + 1)..], position);
        return Replace(root, path, 0, value, position);
    }

    private static ConfigNode Replace(
        ConfigNode? node, string[] path, int depth, ConfigNode value, SourcePosition position)
    {
        if (depth == path.Length)
        {
            return value;
        }

        if (node is SequenceNode sequence)
        {
            return ReplaceItem(sequence, path, depth, value, position);
        }

        MappingNode mapping = node switch
        {
            MappingNode found => found,
            ScalarNode { IsNull: false } scalar => Expand(scalar, path, depth, position),
            _ => new MappingNode(position, []),
        };
        ConfigNode replaced = Replace(mapping.Find(path[depth]), path, depth + 1, value, position);
        return mapping.With(path[depth], position, replaced);
    }

    private static SequenceNode ReplaceItem(
        SequenceNode sequence, string[] path, int depth, ConfigNode value, SourcePosition position)
    {
        if (!int.TryParse(
                path[depth], NumberStyles.None, CultureInfo.InvariantCulture, out int index)
            || index >= sequence.Items.Count)
        {
            string list = string.Join('.', path[..depth]);
            throw new ConfigurationException(
                position, $"'{path[depth]}' is no entry of the list {list}",
                $"use an index from 0 to {sequence.Items.Count - 1}");
        }

        ConfigNode[] items = [.. sequence.Items];
        items[index] = Replace(items[index], path, depth + 1, value, position);
        return sequence with { Items = items };
    }

    private static MappingNode Expand(ScalarNode scalar, string[] path, int depth, SourcePosition position)
    {
        string name = string.Join('.', path[..depth]);
        if (!ShortForms.TryGetValue(name, out string? key))
        {
            throw new ConfigurationException(
                position, $"{name} is the single value '{scalar.Text}' and has no key '{path[depth]}'",
                $"write --set {name}=VALUE");
        }

        return new MappingNode(scalar.Position, [new ConfigEntry(key, scalar.Position, scalar)]);
    }
}
