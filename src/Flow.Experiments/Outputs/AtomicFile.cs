namespace Flow.Experiments.Outputs;

/// <summary>Writes a file completely or not at all: a temporary name in the same directory, then a rename.</summary>
public static class AtomicFile
{
    /// <summary>Writes or replaces a file.</summary>
    /// <param name="path">The file; its directory must exist.</param>
    /// <param name="write">Writes the content.</param>
    /// <exception cref="OutputException">The file system refuses; nothing is left behind.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        string temporary = TemporaryName(path);
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.ReadWrite))
            {
                write(stream);
                stream.Flush(true);
            }

            File.Move(temporary, path, true);
        }
        catch (Exception failure)
        {
            Remove(temporary);
            // A file above the largest size allowed is answered by an exception about an argument.
            if (failure is (IOException and not OutputException) or UnauthorizedAccessException
                or ArgumentOutOfRangeException)
            {
                throw OutputException.From(path, failure);
            }

            throw;
        }
    }

    /// <summary>Writes or replaces a UTF-8 text file.</summary>
    /// <param name="path">The file; its directory must exist.</param>
    /// <param name="text">The content.</param>
    /// <exception cref="OutputException">The file system refuses; nothing is left behind.</exception>
    public static void WriteText(string path, string text) =>
        Write(path, stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(text)));

    /// <summary>Creates a directory for outputs and makes sure that files can be written into it.</summary>
    /// <param name="path">The directory, with parents created as needed.</param>
    /// <exception cref="OutputException">The directory cannot be created or written to.</exception>
    public static void PrepareDirectory(string path)
    {
        string probe = Path.Combine(path, $".probe-{Path.GetRandomFileName()}");
        try
        {
            Directory.CreateDirectory(path);
            using (File.Create(probe, 1, FileOptions.DeleteOnClose))
            {
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new OutputException(
                path, $"the directory cannot be used for output ({failure.Message})",
                "choose an output.directory that can be created and is writable", failure);
        }
    }

    /// <summary>A hidden name beside the file that no other writer uses.</summary>
    internal static string TemporaryName(string path) => Path.Combine(
        Path.GetDirectoryName(Path.GetFullPath(path))!, $".{Path.GetFileName(path)}.{Path.GetRandomFileName()}");

    private static void Remove(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The first failure is the one worth reporting; where nothing can be deleted, nothing was created.
        }
    }
}
