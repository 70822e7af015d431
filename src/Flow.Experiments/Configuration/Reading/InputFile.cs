using System.Text;

namespace Flow.Experiments.Configuration.Reading;

/// <summary>Opens files that a person named, with one message for each way this can fail.</summary>
internal static class InputFile
{
    /// <summary>Larger texts are no experiment files.</summary>
    private const long LargestText = 1 << 20;

    /// <summary>Some editors put it in front of UTF-8.</summary>
    private static readonly byte[] Mark = [0xEF, 0xBB, 0xBF];

    private static readonly UTF8Encoding Utf8 = new(false, true);

    /// <summary>The whole text of a UTF-8 file.</summary>
    public static string ReadText(string path)
    {
        using Stream stream = Open(path);
        if (stream.Length > LargestText)
        {
            throw Error(path, $"the file has {stream.Length} bytes", $"an experiment file has at most {LargestText}");
        }

        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        try
        {
            return Utf8.GetString(bytes.AsSpan().StartsWith(Mark) ? bytes.AsSpan(Mark.Length) : bytes);
        }
        catch (DecoderFallbackException failure)
        {
            int line = 1 + bytes.AsSpan(0, Math.Clamp(failure.Index, 0, bytes.Length)).Count((byte)'\n');
            var position = new SourcePosition(path, line, 1);
            throw new ConfigurationException(position, "the file is not UTF-8 text", "save it as UTF-8", failure);
        }
    }

    /// <summary>An open file for reading; what comes through a pipe is read to its end first.</summary>
    public static Stream Open(string path)
    {
        string? problem = Missing(path);
        if (problem is not null)
        {
            throw Error(path, problem, "give the path of an existing file");
        }

        try
        {
            var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
            return file.CanSeek ? file : ReadToEnd(file);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Error(path, $"the file cannot be opened ({failure.Message})", "check its permissions", failure);
        }
    }

    private static MemoryStream ReadToEnd(FileStream pipe)
    {
        using (pipe)
        {
            var content = new MemoryStream();
            pipe.CopyTo(content);
            content.Position = 0;
            return content;
        }
    }

    /// <summary>Why a path is not a file, or null.</summary>
    public static string? Missing(string path)
    {
        if (File.Exists(path))
        {
            return null;
        }

        return Directory.Exists(path) ? $"'{path}' is a directory" : $"the file '{path}' does not exist";
    }

    private static ConfigurationException Error(string path, string problem, string remedy, Exception? inner = null) =>
        new(new SourcePosition(path, 1, 1), problem, remedy, inner);
}
