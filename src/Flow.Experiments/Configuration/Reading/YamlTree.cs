using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Flow.Experiments.Configuration.Reading;

/// <summary>YAML text to <see cref="ConfigNode"/>: one document, text keys, aliases and merge keys resolved.</summary>
internal static class YamlTree
{
    public static ConfigNode Parse(string text, string file)
    {
        RefuseControlCharacters(text, file);
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
        var parser = new BoundedParser(new Parser(new StringReader(text)));
        try
        {
            var stream = new YamlStream();
            stream.Load(parser);
            return stream.Documents;
        }
        catch (Exception failure) when (failure is YamlException or InvalidOperationException or ArgumentException)
        {
            // The parser answers some unfinished texts with an exception of the runtime library, which has no position.
            Mark mark = failure is YamlException { Start.Index: > 0 } located ? located.Start : parser.Reached;
            int tab = IndentationByTab(text, (int)mark.Line);
            (string problem, string remedy) = tab > 0
                ? ("a tab is used for indentation", "indent with spaces")
                : Explain(failure);
            SourcePosition position = tab > 0 ? at(tab, 1) : at((int)mark.Line, (int)mark.Column);
            throw new ConfigurationException(position, problem, remedy, failure);
        }
    }

    /// <summary>The first line near a given one that starts with a tab, or 0.</summary>
    private static int IndentationByTab(string text, int near)
    {
        string[] lines = text.Split('\n');
        for (int line = Math.Max(1, near - 1); line <= Math.Min(lines.Length, near + 1); line++)
        {
            if (lines[line - 1].TakeWhile(char.IsWhiteSpace).Contains('\t'))
            {
                return line;
            }
        }

        return 0;
    }

    private static void RefuseControlCharacters(string text, string file)
    {
        int index = text.AsSpan().IndexOfAnyInRange('\u0000', '\u0008');
        if (index >= 0)
        {
            int line = 1 + text.AsSpan(0, index).Count('\n');
            int column = index - text.LastIndexOf('\n', index);
            throw new ConfigurationException(
                new SourcePosition(file, line, column), $"the character U+{(int)text[index]:X4} stands here",
                "remove it; an experiment file is plain text");
        }
    }

    private static (string Problem, string Remedy) Explain(Exception failure)
    {
        string reason = failure.InnerException?.Message ?? failure.Message;
        if (reason.Contains("uplicate key", StringComparison.Ordinal))
        {
            return ($"{char.ToLowerInvariant(reason[0])}{reason[1..].TrimEnd('.')}", "write each key once");
        }

        return failure is YamlException
            ? ($"this is not valid YAML ({reason.TrimEnd('.')})", "check indentation, colons, quotes and brackets")
            : ("this is not valid YAML (the text ends too early)", "close every bracket and quote");
    }
}
