using Flow.Experiments.Configuration.Reading;

namespace Flow.Experiments.Configuration;

/// <summary>Reads experiment files: YAML with positions, overrides, defaults and checks.</summary>
public static class ConfigReader
{
    /// <summary>Reads an experiment file; paths in it are relative to its directory, or to the working
    /// directory where it is the standard input or a pipe.</summary>
    /// <param name="path">The file.</param>
    /// <param name="names">The names that may be used.</param>
    /// <param name="overrides">Texts "a.b=c" that replace keys, in order; the values are YAML.</param>
    /// <param name="filesMustExist">False to look at an old run whose data may have moved.</param>
    /// <returns>The configuration with its positions.</returns>
    /// <exception cref="ConfigurationException">The file or an override is not a valid experiment.</exception>
    public static ConfigDocument ReadFile(
        string path, CatalogNames names, IReadOnlyList<string>? overrides = null, bool filesMustExist = true)
    {
        string text = InputFile.ReadText(path);
        string full = Path.GetFullPath(path);
        bool isDevice = full.StartsWith("/dev/", StringComparison.Ordinal)
            || full.StartsWith("/proc/", StringComparison.Ordinal);
        string directory = isDevice ? Directory.GetCurrentDirectory() : Path.GetDirectoryName(full)!;
        return ReadText(text, path, directory, names, overrides, filesMustExist);
    }

    /// <summary>Reads the text of an experiment file.</summary>
    /// <param name="text">The YAML text.</param>
    /// <param name="fileName">The name that messages show.</param>
    /// <param name="directory">The directory that paths in the text are relative to.</param>
    /// <param name="names">The names that may be used.</param>
    /// <param name="overrides">Texts "a.b=c" that replace keys, in order; the values are YAML.</param>
    /// <param name="filesMustExist">False to look at an old run whose data may have moved.</param>
    /// <returns>The configuration with its positions.</returns>
    /// <exception cref="ConfigurationException">The text or an override is not a valid experiment.</exception>
    public static ConfigDocument ReadText(
        string text, string fileName, string directory, CatalogNames names,
        IReadOnlyList<string>? overrides = null, bool filesMustExist = true)
    {
        ConfigNode root = YamlTree.Parse(text, fileName);
        foreach (string item in overrides ?? [])
        {
            root = Override.Apply(root, item);
        }

        var context = new ReadingContext(names, directory, fileName, filesMustExist);
        ExperimentConfig config = ExperimentSection.Read(root, context);
        return new ConfigDocument(config, YamlTree.Positions(root));
    }
}
