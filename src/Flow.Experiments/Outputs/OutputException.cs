namespace Flow.Experiments.Outputs;

/// <summary>A file could not be written, reported as `path: what is wrong; what would be right`.</summary>
public sealed class OutputException : IOException
{
    /// <summary>Builds the error from the path and its two halves.</summary>
    /// <param name="path">The file or directory.</param>
    /// <param name="problem">What is wrong.</param>
    /// <param name="remedy">What would be right.</param>
    /// <param name="inner">The error underneath, if there is one.</param>
    public OutputException(string path, string problem, string remedy, Exception? inner = null)
        : base($"{path}: {problem}; {remedy}", inner) => (Path, Problem, Remedy) = (path, problem, remedy);

    /// <summary>The file or directory.</summary>
    public string Path { get; }

    /// <summary>What is wrong.</summary>
    public string Problem { get; }

    /// <summary>What would be right.</summary>
    public string Remedy { get; }

    /// <summary>Says what a failure of the file system means.</summary>
    /// <param name="path">The file or directory.</param>
    /// <param name="failure">What the file system answered.</param>
    /// <returns>The exception, to be thrown.</returns>
    internal static OutputException From(string path, Exception failure)
    {
        const int noSpaceLeft = 28;
        const int quotaExceeded = 122;
        bool full = failure is IOException && (failure.HResult & 0xFFFF) is noSpaceLeft or quotaExceeded;
        return full
            ? new OutputException(path, "the disk is full", "free space or choose another output.directory", failure)
            : new OutputException(
                path, $"the file cannot be written ({failure.Message})",
                "choose an output.directory that exists and is writable", failure);
    }
}
