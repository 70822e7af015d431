using Flow.Experiments.Data;

namespace Flow.Experiments.Configuration.Reading;

/// <summary>Reads the key `path` of data and of its test part; files must exist.</summary>
internal static class DataFiles
{
    public static ValueList<string> Read(Section section, DatasetEntry entry, ReadingContext context)
    {
        if (entry.Files == DatasetFiles.None)
        {
            return [];
        }

        if (!section.Has("path"))
        {
            throw section.MissingKey("path", $"source {entry.Name} needs {Form(entry)}");
        }

        ConfigNode node = section.Node("path")!;
        return entry.Files switch
        {
            DatasetFiles.ImagesAndLabels => ReadPair(section, entry, context),
            DatasetFiles.Many when node is SequenceNode { Items.Count: > 0 } list =>
                Values.List(list, section.Name("path"), (item, path) => Existing(item, path, context)),
            DatasetFiles.Many or DatasetFiles.One when node is ScalarNode =>
                [Existing(node, section.Name("path"), context)],
            _ when node is SequenceNode { Items.Count: 0 } => throw new ConfigurationException(
                node.Position, $"{section.Name("path")} is an empty list", $"write {Form(entry)}"),
            _ => throw Values.Wrong(node, section.Name("path"), Form(entry)),
        };
    }

    /// <summary>The full path of a file, relative to the directory of the experiment file; it must exist.</summary>
    public static string Existing(ConfigNode node, string name, ReadingContext context)
    {
        string text = Values.Text(node, name);
        string full = Path.GetFullPath(text, context.Directory);
        return context.FilesMustExist && InputFile.Missing(full) is { } problem
            ? throw new ConfigurationException(
                node.Position, $"{name}: {problem}",
                $"give the path of an existing file, relative to {context.Directory}")
            : full;
    }

    private static ValueList<string> ReadPair(Section section, DatasetEntry entry, ReadingContext context)
    {
        if (section.Node("path") is not MappingNode)
        {
            throw Values.Wrong(section.Node("path")!, section.Name("path"), Form(entry));
        }

        Section pair = section.Child("path", "images", "labels");
        foreach (string key in (string[])["images", "labels"])
        {
            if (!pair.Has(key))
            {
                throw pair.MissingKey(key, $"write {Form(entry)}");
            }
        }

        return
        [
            Existing(pair.Node("images")!, pair.Name("images"), context),
            Existing(pair.Node("labels")!, pair.Name("labels"), context),
        ];
    }

    private static string Form(DatasetEntry entry) => entry.Files switch
    {
        DatasetFiles.ImagesAndLabels => "path: {images: FILE, labels: FILE}",
        DatasetFiles.Many => "path: FILE or path: [FILE, FILE]",
        _ => "path: FILE",
    };
}
