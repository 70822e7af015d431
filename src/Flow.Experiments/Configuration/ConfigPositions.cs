namespace Flow.Experiments.Configuration;

/// <summary>Where each key of an experiment file was written, so that later errors can point at it.</summary>
public sealed class ConfigPositions
{
    private readonly IReadOnlyDictionary<string, SourcePosition> positions;
    private readonly SourcePosition start;

    /// <summary>Keeps the positions.</summary>
    /// <param name="start">The position of the file as a whole.</param>
    /// <param name="positions">Position by path; a path joins keys and list indices by dots (model.layers.1).</param>
    public ConfigPositions(SourcePosition start, IReadOnlyDictionary<string, SourcePosition> positions)
    {
        this.start = start;
        this.positions = positions;
    }

    /// <summary>The experiment file as it was named, or the name that stands for it.</summary>
    public string File => start.File;

    /// <summary>The position of a key, or of the nearest key around it that was written.</summary>
    /// <param name="path">For example data.classes or model.layers.1.conv.stride.</param>
    /// <returns>The position; the start of the file when nothing around it was written.</returns>
    public SourcePosition At(string path)
    {
        for (string part = path; part.Length > 0; part = part[..Math.Max(0, part.LastIndexOf('.'))])
        {
            if (positions.TryGetValue(part, out SourcePosition? position))
            {
                return position;
            }
        }

        return start;
    }

    /// <summary>Whether a key was written, in the file or by an override, and not left to its default.</summary>
    /// <param name="path">For example train.batchSize.</param>
    public bool IsWritten(string path) => positions.ContainsKey(path);

    /// <summary>An error about the value at a path.</summary>
    /// <param name="path">For example data.classes.</param>
    /// <param name="problem">What is wrong.</param>
    /// <param name="remedy">What would be right.</param>
    /// <returns>The exception, to be thrown.</returns>
    public ConfigurationException Error(string path, string problem, string remedy) =>
        new(At(path), problem, remedy);
}
