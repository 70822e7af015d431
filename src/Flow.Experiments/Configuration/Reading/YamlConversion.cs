using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Flow.Experiments.Configuration.Reading;

/// <summary>Turns one YAML document into nodes; aliases are expanded up to a bounded total size.</summary>
internal sealed class YamlConversion(Func<Mark, SourcePosition> at)
{
    private const int LargestTree = 200_000;

    private int count;

    public ConfigNode Convert(YamlNode node) => Convert(node, 0);

    private ConfigNode Convert(YamlNode node, int depth)
    {
        // The parser gives a single pair in brackets, as in [dense: {units: 4}], no place of its own.
        bool isPair = depth > 0 && node is YamlMappingNode { Start.Index: 0, Children.Count: 1 };
        SourcePosition position = at(isPair ? ((YamlMappingNode)node).Children.First().Key.Start : node.Start);
        if (++count > LargestTree || depth > BoundedParser.DeepestNesting)
        {
            throw new ConfigurationException(
                position, "aliases repeat or nest without end", "write the values out instead of referring to them");
        }

        if (!node.Tag.IsEmpty && !node.Tag.IsNonSpecific)
        {
            throw new ConfigurationException(position, $"the tag {node.Tag.Value} is not read", "remove it");
        }

        return node switch
        {
            YamlScalarNode scalar => new ScalarNode(position, scalar.Value ?? string.Empty,
                scalar.Style is ScalarStyle.Plain or ScalarStyle.Any),
            YamlSequenceNode sequence => new SequenceNode(
                position, [.. sequence.Children.Select(child => Convert(child, depth + 1))]),
            YamlMappingNode mapping => ConvertMapping(mapping, position, depth),
            _ => throw new ConfigurationException(position, "this value cannot be read", "write a plain value"),
        };
    }

    private MappingNode ConvertMapping(YamlMappingNode mapping, SourcePosition position, int depth)
    {
        var merged = new MappingNode(position, []);
        foreach ((YamlNode key, YamlNode value) in mapping.Children)
        {
            if (key is YamlScalarNode { Value: "<<", Style: ScalarStyle.Plain })
            {
                merged = Merge(merged, Convert(value, depth + 1));
            }
        }

        foreach ((YamlNode key, YamlNode value) in mapping.Children)
        {
            if (key is not YamlScalarNode { Value: { } name } scalar)
            {
                throw new ConfigurationException(at(key.Start), "a key is not a plain name", "write name: value");
            }

            if (name != "<<" || scalar.Style != ScalarStyle.Plain)
            {
                merged = merged.With(name, at(key.Start), Convert(value, depth + 1));
            }
        }

        return merged;
    }

    private static MappingNode Merge(MappingNode target, ConfigNode source)
    {
        IEnumerable<ConfigNode> sources = source is SequenceNode sequence ? sequence.Items : [source];
        foreach (ConfigNode part in sources)
        {
            if (part is not MappingNode mapping)
            {
                throw new ConfigurationException(part.Position, "<<: needs a mapping", "refer to an anchored mapping");
            }

            foreach (ConfigEntry entry in mapping.Entries.Where(entry => target.Find(entry.Key) is null))
            {
                target = target.With(entry.Key, entry.KeyPosition, entry.Value);
            }
        }

        return target;
    }
}
