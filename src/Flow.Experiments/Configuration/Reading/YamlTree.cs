using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Flow.Experiments.Configuration.Reading;

/// <summary>YAML text to <see cref="ConfigNode"/>: one document, text keys, aliases and merge keys resolved.</summary>
internal static class YamlTree
{
    public static ConfigNode Parse(string text, string file)
    {
        IList<YamlDocument> documents = Load(text, (line, column) => new SourcePosition(file, line, column));
        if (documents.Count == 0)
        {
            throw new ConfigurationException(
                new SourcePosition(file, 1, 1), "the file is empty", "write at least the sections data and model");
        }

        if (documents.Count > 1)
        {
            Mark start = documents[1].RootNode.Start;
            throw new ConfigurationException(
                new SourcePosition(file, (int)start.Line, (int)start.Column),
                "a second document starts here", "keep one experiment per file and remove '---'");
        }

        ConfigNode root = new YamlConversion(mark => new SourcePosition(file, (int)mark.Line, (int)mark.Column))
            .Convert(documents[0].RootNode);
        return root is MappingNode
            ? root
            : throw new ConfigurationException(
                root.Position, $"the file is {Section.Describe(root)}", "write sections such as data: and model:");
    }

    /// <summary>The value of an override; an empty text is null.</summary>
    public static ConfigNode ParseValue(string text, SourcePosition position)
    {
        IList<YamlDocument> documents = Load(text, (_, _) => position);
        return documents.Count switch
        {
            0 => new ScalarNode(position, string.Empty, true),
            1 => new YamlConversion(_ => position).Convert(documents[0].RootNode),
            _ => throw new ConfigurationException(position, "the value is two documents", "remove '---'"),
        };
    }

    public static ConfigPositions Positions(ConfigNode root)
    {
        var found = new Dictionary<string, SourcePosition>();
        Collect(root, string.Empty, found);
        return new ConfigPositions(root.Position, found);
    }

    private static void Collect(ConfigNode node, string path, Dictionary<string, SourcePosition> found)
    {
        string prefix = path.Length == 0 ? path : path + ".";
        found[path] = node.Position;
        if (node is MappingNode mapping)
        {
            foreach (ConfigEntry entry in mapping.Entries)
            {
                Collect(entry.Value, prefix + entry.Key, found);
            }
        }
        else if (node is SequenceNode sequence)
        {
            for (int i = 0; i < sequence.Items.Count; i++)
            {
                Collect(sequence.Items[i], $"{prefix}{i}", found);
            }
        }
    }

    private static IList<YamlDocument> Load(string text, Func<int, int, SourcePosition> at)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new BoundedParser(new Parser(new StringReader(text))));
            return stream.Documents;
        }
        catch (YamlException failure)
        {
            SourcePosition position = at(Math.Max(1, (int)failure.Start.Line), Math.Max(1, (int)failure.Start.Column));
            (string problem, string remedy) = Explain(failure, text);
            throw new ConfigurationException(position, problem, remedy, failure);
        }
    }

    private static (string Problem, string Remedy) Explain(YamlException failure, string text)
    {
        string reason = failure.InnerException?.Message ?? failure.Message;
        if (reason.Contains("uplicate key", StringComparison.Ordinal))
        {
            return ($"{char.ToLowerInvariant(reason[0])}{reason[1..].TrimEnd('.')}", "write each key once");
        }

        string[] lines = text.Split('\n');
        int line = Math.Clamp((int)failure.Start.Line - 1, 0, lines.Length - 1);
        bool tab = lines[line].TakeWhile(char.IsWhiteSpace).Contains('\t')
            || (line > 0 && lines[line - 1].TakeWhile(char.IsWhiteSpace).Contains('\t'));
        return tab
            ? ("a tab is used for indentation", "indent with spaces")
            : ($"this is not valid YAML ({reason.TrimEnd('.')})", "check indentation, colons, quotes and brackets");
    }
}
