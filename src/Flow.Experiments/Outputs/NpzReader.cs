using System.IO.Compression;
using System.Runtime.InteropServices;
using Flow.Experiments.Configuration;
using Flow.Experiments.Configuration.Reading;

namespace Flow.Experiments.Outputs;

/// <summary>Reads NPZ files of little-endian float64 or float32 arrays in C order; refuses all else.</summary>
public static class NpzReader
{
    /// <summary>Reads all arrays of a file.</summary>
    /// <param name="path">The NPZ file.</param>
    /// <returns>The arrays in the order of the file; float32 is widened to double.</returns>
    /// <exception cref="ConfigurationException">
    /// The file is missing, no ZIP archive, damaged, or holds other types or orders.
    /// </exception>
    public static IReadOnlyList<NpzArray> Read(string path)
    {
        using Stream stream = InputFile.Open(path);
        try
        {
            using var archive = new ZipArchive(stream, ZipArchiveMode.Read);
            NpzArray[] arrays = [.. archive.Entries.Select(entry => ReadEntry(path, entry))];
            string? repeated = arrays.GroupBy(array => array.Name).FirstOrDefault(group => group.Count() > 1)?.Key;
            return repeated is null
                ? arrays
                : throw Error(path, $"two arrays are named {repeated}", "give each array a name of its own");
        }
        catch (InvalidDataException failure)
        {
            throw Error(path, $"this is no complete NPZ archive ({failure.Message})", "write it with numpy.savez");
        }
    }

    private static NpzArray ReadEntry(string path, ZipArchiveEntry entry)
    {
        ConfigurationException At(int position, string problem, string remedy) =>
            Error(path, $"entry {entry.FullName}, byte {position}: {problem}", remedy);

        if (!entry.FullName.EndsWith(".npy", StringComparison.Ordinal))
        {
            throw At(0, "the entry is no npy array", "keep only arrays in the file");
        }

        if (entry.Length > Array.MaxLength)
        {
            throw At(0, $"the array has {entry.Length} bytes", $"store at most {Array.MaxLength}");
        }

        byte[] bytes = ReadBytes(entry, At);
        NpyHeader header = NpyHeader.Read(bytes, At);
        if (header.FortranOrder)
        {
            throw At(10, "the array is in Fortran order", "store numpy.ascontiguousarray(a)");
        }

        int width = header.Type switch
        {
            "<f8" => sizeof(double),
            "<f4" => sizeof(float),
            _ => throw At(10, $"the type is '{header.Type}'", "store a.astype('<f8')"),
        };
        long wanted = header.Length + ((long)width * EntryCount(header.Shape));
        if (wanted != bytes.Length)
        {
            throw At(
                bytes.Length, $"shape {header.Shape} needs {wanted} bytes, the entry has {bytes.Length}",
                "write the file again; it is incomplete or damaged");
        }

        return new NpzArray(entry.FullName[..^4], header.Shape, ToDoubles(bytes.AsSpan(header.Length), width));
    }

    private static byte[] ReadBytes(
        ZipArchiveEntry entry, Func<int, string, string, ConfigurationException> error)
    {
        // The announced length is not trusted with memory before that many bytes have been seen.
        using var memory = new MemoryStream();
        using (Stream content = entry.Open())
        {
            content.CopyTo(memory);
        }

        byte[] bytes = memory.ToArray();
        return bytes.Length == entry.Length && Crc32.Of(bytes) == entry.Crc32
            ? bytes
            : throw error(bytes.Length, "the checksum is wrong", "write the file again; it is damaged");
    }

    private static double[] ToDoubles(ReadOnlySpan<byte> bytes, int width)
    {
        if (width == sizeof(double))
        {
            return MemoryMarshal.Cast<byte, double>(bytes).ToArray();
        }

        ReadOnlySpan<float> narrow = MemoryMarshal.Cast<byte, float>(bytes);
        var values = new double[narrow.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = narrow[i];
        }

        return values;
    }

    private static long EntryCount(ValueList<int> shape) => shape.Aggregate(1L, (product, size) => product * size);

    private static ConfigurationException Error(string path, string problem, string remedy) =>
        new(new SourcePosition(path, 1, 1), problem, remedy);
}
