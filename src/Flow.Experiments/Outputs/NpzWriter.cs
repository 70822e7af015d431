using System.IO.Compression;
using System.Runtime.InteropServices;

namespace Flow.Experiments.Outputs;

/// <summary>
/// Writes arrays as NPZ (a ZIP of npy arrays, little-endian float64, C order) without timestamps: every entry is dated
/// 1980-01-01, so equal arrays give equal bytes.
/// </summary>
public static class NpzWriter
{
    private static readonly DateTimeOffset Date = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Writes or replaces an NPZ file, completely or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="arrays">The arrays in order; names must differ.</param>
    /// <param name="compress">Whether entries are deflated or stored.</param>
    /// <exception cref="OutputException">The file system refuses.</exception>
    /// <exception cref="ArgumentException">A name repeats, or a shape does not fit its values.</exception>
    public static void Write(string path, IReadOnlyList<NpzArray> arrays, bool compress = true) =>
        AtomicFile.Write(path, stream => Write(stream, arrays, compress));

    /// <summary>Writes an NPZ archive into a stream.</summary>
    /// <param name="stream">A stream that can seek.</param>
    /// <param name="arrays">The arrays in order; names must differ.</param>
    /// <param name="compress">Whether entries are deflated or stored.</param>
    /// <exception cref="ArgumentException">A name repeats, or a shape does not fit its values.</exception>
    public static void Write(Stream stream, IReadOnlyList<NpzArray> arrays, bool compress = true)
    {
        if (arrays.Select(array => array.Name).Distinct().Count() != arrays.Count)
        {
            throw new ArgumentException("two arrays have the same name", nameof(arrays));
        }

        CompressionLevel level = compress ? CompressionLevel.Optimal : CompressionLevel.NoCompression;
        using var archive = new ZipArchive(stream, ZipArchiveMode.Create, true);
        foreach (NpzArray array in arrays)
        {
            long size = array.Shape.Aggregate(1L, (product, part) => checked(product * part));
            if (size != array.Values.Length)
            {
                throw new ArgumentException($"{array.Name} has shape {array.Shape} but {array.Values.Length} values");
            }

            ZipArchiveEntry entry = archive.CreateEntry(array.Name + ".npy", level);
            entry.LastWriteTime = Date;
            using Stream content = entry.Open();
            content.Write(NpyHeader.Write(array.Shape));
            WriteValues(content, array.Values);
        }
    }

    private static void WriteValues(Stream content, ReadOnlySpan<double> values)
    {
        const int chunk = 1 << 20;
        for (int start = 0; start < values.Length; start += chunk)
        {
            ReadOnlySpan<double> part = values.Slice(start, Math.Min(chunk, values.Length - start));
            content.Write(MemoryMarshal.AsBytes(part));
        }
    }
}
