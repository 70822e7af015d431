using System.Buffers.Binary;
using System.IO.Compression;
using Flow.Experiments.Configuration;
using Flow.Experiments.Configuration.Reading;

namespace Flow.Experiments.Data;

/// <summary>A binary file, plain or gzip, read front to back with the byte position in every message.</summary>
internal sealed class BinaryInput : IDisposable
{
    private readonly Stream stream;

    public BinaryInput(string file)
    {
        File = file;
        Stream plain = InputFile.Open(file);
        bool compressed = plain.ReadByte() == 0x1F && plain.ReadByte() == 0x8B;
        plain.Position = 0;
        stream = compressed ? new GZipStream(plain, CompressionMode.Decompress) : plain;
    }

    public string File { get; }

    /// <summary>Bytes read so far, after decompression.</summary>
    public long Position { get; private set; }

    public SourcePosition Start => new(File, 1, 1);

    /// <summary>Fills the span, or returns false at the end of the file.</summary>
    public bool TryRead(Span<byte> target, string what)
    {
        int read;
        try
        {
            read = stream.ReadAtLeast(target, target.Length, false);
        }
        catch (InvalidDataException failure)
        {
            throw Error("the compressed data are damaged", $"fetch the file again ({failure.Message})");
        }

        if (read != 0 && read < target.Length)
        {
            Position += read;
            throw Error($"the file ends inside {what}", "fetch the file again; it is incomplete");
        }

        Position += read;
        return read != 0 || target.Length == 0;
    }

    public void Read(Span<byte> target, string what)
    {
        if (!TryRead(target, what))
        {
            throw Error($"the file ends before {what}", "fetch the file again; it is incomplete");
        }
    }

    public uint ReadUInt32(string what)
    {
        Span<byte> bytes = stackalloc byte[4];
        Read(bytes, what);
        return BinaryPrimitives.ReadUInt32BigEndian(bytes);
    }

    public void ExpectEnd(string remedy)
    {
        Span<byte> one = stackalloc byte[1];
        if (TryRead(one, "the end"))
        {
            Position--;
            throw Error("the file goes on after its last record", remedy);
        }
    }

    public ConfigurationException Error(string problem, string remedy) =>
        new(Start, $"byte {Position}: {problem}", remedy);

    public void Dispose() => stream.Dispose();
}
