using System.Text.Json;
using Flow.Experiments.Configuration;
using Flow.Experiments.Running;

namespace Flow.Experiments.Analyzing;

/// <summary>The directory of a finished run as an experiment that starts at the run's last state.</summary>
public static class FinishedRun
{
    /// <summary>Reads config.yaml, with weights-last.npz as the initial state.</summary>
    /// <param name="directory">The run directory.</param>
    /// <param name="overrides">Texts "a.b=c" that replace keys.</param>
    /// <returns>The configuration.</returns>
    /// <exception cref="ConfigurationException">A file is missing or wrong.</exception>
    public static ConfigDocument Read(string directory, IReadOnlyList<string> overrides)
    {
        var weights = Path.GetFullPath(Path.Combine(directory, "weights-last.npz"));
        if (!File.Exists(weights))
        {
            throw new ConfigurationException(
                new SourcePosition(directory, 1, 1),
                "the directory has no weights-last.npz",
                "name the directory of a finished run with output.weights: last");
        }

        // A YAML string in double quotes is a JSON string.
        var start = $"initialization={{kind: file, path: {JsonSerializer.Serialize(weights)}}}";
        return ConfigReader.ReadFile(Path.Combine(directory, "config.yaml"), Catalogs.Names, [.. overrides, start]);
    }
}
