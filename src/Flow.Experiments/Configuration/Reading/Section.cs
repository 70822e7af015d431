namespace Flow.Experiments.Configuration.Reading;

/// <summary>A mapping of the file with typed access; every getter reports wrong values at their position.</summary>
internal sealed class Section
{
    private readonly MappingNode mapping;

    private Section(MappingNode mapping, string path)
    {
        this.mapping = mapping;
        Path = path;
    }

    public string Path { get; }

    public SourcePosition Position => mapping.Position;

    /// <summary>Opens a mapping and refuses keys outside the known ones.</summary>
    public static Section Open(ConfigNode node, string path, params string[] known)
    {
        string name = path.Length == 0 ? "the file" : path;
        if (node is not MappingNode mapping)
        {
            throw new ConfigurationException(
                node.Position, $"{name} is {Describe(node)}", $"write keys with values ({string.Join(", ", known)})");
        }

        var section = new Section(mapping, path);
        section.Refuse(
            key => !known.Contains(key),
            key => ($"unknown key '{key}' in {name}", Suggestion.For(key, known, "known keys")));
        return section;
    }

    /// <summary>Opens the mapping under a key; a missing one is empty.</summary>
    public Section Child(string key, params string[] known) =>
        Open(Node(key) ?? new MappingNode(Position, []), Name(key), known);

    /// <summary>Refuses the keys for which a condition holds.</summary>
    public void Refuse(Func<string, bool> wrong, Func<string, (string Problem, string Remedy)> message)
    {
        if (mapping.Entries.FirstOrDefault(entry => wrong(entry.Key)) is { } entry)
        {
            (string problem, string remedy) = message(entry.Key);
            throw new ConfigurationException(entry.KeyPosition, problem, remedy);
        }
    }

    /// <summary>Refuses a key that contradicts another choice.</summary>
    public void RefuseKey(string key, string problem, string remedy) =>
        Refuse(found => found == key && Has(key), _ => ($"{Name(key)} {problem}", remedy));

    /// <summary>Whether a key is written with a value; null stands for its absence, nothing at all is refused.
    /// </summary>
    public bool Has(string key) => Node(key) switch
    {
        ScalarNode { IsEmpty: true } empty => throw new ConfigurationException(
            empty.Position, $"{Name(key)} is empty", "write a value behind it, or leave the key out"),
        ScalarNode { IsNull: true } or null => false,
        _ => true,
    };

    public ConfigNode? Node(string key) => mapping.Find(key);

    public string Name(string key) => Path.Length == 0 ? key : $"{Path}.{key}";

    public ConfigurationException Error(string key, string problem, string remedy) =>
        new(Node(key)?.Position ?? Position, problem, remedy);

    /// <summary>The error of a required key that is absent.</summary>
    public ConfigurationException MissingKey(string key, string remedy) =>
        new(Position, $"{Name(key)} is missing", remedy);

    public double Number(string key, double fallback, NumberRange range) =>
        Node(key) is { } node ? Values.Number(node, Name(key), range) : fallback;

    public double? OptionalNumber(string key, NumberRange range) =>
        Has(key) ? Values.Number(Node(key)!, Name(key), range) : null;

    public long Long(string key, long fallback, long smallest, long largest = long.MaxValue) =>
        Node(key) is { } node ? Values.Integer(node, Name(key), smallest, largest) : fallback;

    public int Integer(string key, int fallback, int smallest, int largest = int.MaxValue) =>
        (int)Long(key, fallback, smallest, largest);

    public int? OptionalInteger(string key, int smallest, int largest = int.MaxValue) =>
        Has(key) ? Integer(key, 0, smallest, largest) : null;

    public long? OptionalLong(string key, long smallest, long largest = long.MaxValue) =>
        Has(key) ? Long(key, 0, smallest, largest) : null;

    public long Seed(long fallback) => Long("seed", fallback, 0);

    public bool Flag(string key, bool fallback) =>
        Node(key) is { } node ? Values.Flag(node, Name(key)) : fallback;

    public string Text(string key, string fallback) =>
        Node(key) is { } node ? Values.Text(node, Name(key)) : fallback;

    /// <summary>A text that must be one of the names.</summary>
    public string OneOf(string key, string fallback, IReadOnlyCollection<string> names) =>
        Node(key) is { } node ? Values.OneOf(node, Name(key), names) : fallback;

    /// <summary>A text that a check must accept.</summary>
    public string Checked(string key, string fallback, Func<string, string?> check) =>
        Node(key) is { } node ? Values.Checked(node, Name(key), check) : fallback;

    public T Choice<T>(string key, T fallback)
        where T : struct, Enum
    {
        string[] names = [.. Enum.GetValues<T>().Select(EnumName.Of)];
        return Node(key) is { } node ? EnumName.Parse<T>(Values.OneOf(node, Name(key), names))!.Value : fallback;
    }

    /// <summary>A list of values, each read with its own name "path.index".</summary>
    public ValueList<T> List<T>(string key, ValueList<T> fallback, Func<ConfigNode, string, T> read) =>
        Node(key) is { } node ? Values.List(node, Name(key), read) : fallback;

    /// <summary>What a node is, in the words of a message.</summary>
    public static string Describe(ConfigNode node) => node switch
    {
        SequenceNode => "a list",
        MappingNode => "a mapping",
        ScalarNode { IsNull: true } => "empty",
        ScalarNode { Plain: false } scalar => $"the quoted text \"{Shorten(scalar.Text)}\"",
        ScalarNode scalar => $"'{Shorten(scalar.Text)}'",
        _ => "unreadable",
    };

    private static string Shorten(string text)
    {
        string line = text.ReplaceLineEndings(" ");
        return line.Length <= 40 ? line : line[..40] + "...";
    }
}
