namespace Flow.Experiments.Configuration.Reading;

/// <summary>Nodes to values, each with one message that names the key, the value and what would be right.</summary>
internal static class Values
{
    public static double Number(ConfigNode node, string name, NumberRange range)
    {
        double? value = node is ScalarNode scalar ? Scalars.Number(scalar) : null;
        return value is { } number && range.Contains(number) ? number : throw Wrong(node, name, range.Words);
    }

    public static long Integer(ConfigNode node, string name, long smallest, long largest)
    {
        long? value = node is ScalarNode scalar ? Scalars.Integer(scalar) : null;
        string words = largest is long.MaxValue or int.MaxValue
            ? $"a whole number >= {smallest}"
            : $"a whole number from {smallest} to {largest}";
        return value is { } number && number >= smallest && number <= largest
            ? number
            : throw Wrong(node, name, words);
    }

    public static bool Flag(ConfigNode node, string name) =>
        (node is ScalarNode scalar ? Scalars.Flag(scalar) : null) ?? throw Wrong(node, name, "true or false");

    public static string Text(ConfigNode node, string name) =>
        node is ScalarNode { IsNull: false } scalar && !string.IsNullOrWhiteSpace(scalar.Text)
            ? scalar.Text
            : throw Wrong(node, name, "a text");

    public static string OneOf(ConfigNode node, string name, IReadOnlyCollection<string> names)
    {
        string text = Text(node, name);
        return names.Contains(text)
            ? text
            : throw new ConfigurationException(
                node.Position, $"{name} '{text}' is unknown", Suggestion.For(text, names, "known names"));
    }

    public static string Checked(ConfigNode node, string name, Func<string, string?> check)
    {
        string text = Text(node, name);
        return check(text) is { } problem
            ? throw new ConfigurationException(
                node.Position, $"{name} '{text}' is not accepted", problem)
            : text;
    }

    public static ValueList<T> List<T>(ConfigNode node, string name, Func<ConfigNode, string, T> read) =>
        node is SequenceNode sequence
            ? new ValueList<T>(sequence.Items.Select((item, i) => read(item, $"{name}.{i}")))
            : throw Wrong(node, name, "a list in brackets, e.g. [1, 2]");

    /// <summary>Refuses a list whose entries do not grow.</summary>
    public static void RequireAscending(ConfigNode node, string name, IReadOnlyList<double> values)
    {
        for (int i = 1; i < values.Count; i++)
        {
            if (values[i] <= values[i - 1])
            {
                ConfigNode item = ((SequenceNode)node).Items[i];
                throw new ConfigurationException(
                    item.Position, $"{name}.{i} is not above the entry before it", "list them in ascending order");
            }
        }
    }

    public static ConfigurationException Wrong(ConfigNode node, string name, string words) =>
        new(node.Position, $"{name} is {Section.Describe(node)}", $"write {words}");
}
