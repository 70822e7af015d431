namespace Flow.Cli.Commands;

/// <summary>An experiment file embedded in the program.</summary>
/// <param name="Name">Its name, that of the file without ending.</param>
/// <param name="Text">The YAML text.</param>
internal sealed record Preset(string Name, string Text)
{
    /// <summary>The preset that is run where no file is named.</summary>
    public const string Default = "digits-3-vs-8";

    private const string Folder = "examples/";

    /// <summary>All presets by name.</summary>
    public static IReadOnlyList<Preset> All { get; } = [.. Load()];

    /// <summary>The name that messages show.</summary>
    public string FileName => Name + ".yaml";

    /// <summary>The comment that the file starts with, as one line.</summary>
    public string Purpose => string.Join(
        ' ', Text.Split('\n').TakeWhile(static line => line.StartsWith('#')).Select(static line => line[1..].Trim()));

    /// <summary>A preset by its name, null where there is none.</summary>
    /// <param name="name">The name.</param>
    public static Preset? Named(string name) => All.FirstOrDefault(preset => preset.Name == name);

    private static IEnumerable<Preset> Load()
    {
        var assembly = typeof(Preset).Assembly;
        foreach (var resource in assembly.GetManifestResourceNames().Order(StringComparer.Ordinal))
        {
            if (resource.StartsWith(Folder, StringComparison.Ordinal))
            {
                using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
                yield return new(Path.GetFileNameWithoutExtension(resource), reader.ReadToEnd());
            }
        }
    }
}
