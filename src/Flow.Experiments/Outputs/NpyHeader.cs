using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Flow.Experiments.Configuration;

namespace Flow.Experiments.Outputs;

/// <summary>The header of an npy array: magic, version, and a dictionary padded to a multiple of 64 bytes.</summary>
/// <remarks>Source: NumPy reference, numpy.lib.format (versions 1.0 to 3.0 are read, 1.0 is written).</remarks>
internal sealed partial record NpyHeader(string Type, bool FortranOrder, ValueList<int> Shape, int Length)
{
    private const int Alignment = 64;

    private static readonly byte[] Magic = [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>The bytes of a version 1.0 header for little-endian float64 in C order.</summary>
    public static byte[] Write(ValueList<int> shape)
    {
        string sizes = string.Concat(shape.Select(size => size.ToString(CultureInfo.InvariantCulture) + ", "));
        sizes = shape.Count == 1 ? sizes.TrimEnd() : sizes.TrimEnd(' ', ',');
        string text = $"{{'descr': '<f8', 'fortran_order': False, 'shape': ({sizes}), }}";
        int prefix = Magic.Length + 4;
        int length = (prefix + text.Length + 1 + Alignment - 1) / Alignment * Alignment;
        text = text.PadRight(length - prefix - 1) + "\n";
        var bytes = new byte[length];
        Magic.CopyTo(bytes, 0);
        bytes[Magic.Length] = 1;
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(Magic.Length + 2), (ushort)text.Length);
        Encoding.ASCII.GetBytes(text, bytes.AsSpan(prefix));
        return bytes;
    }

    /// <summary>Reads a header; the error function takes byte position, problem and remedy.</summary>
    public static NpyHeader Read(ReadOnlySpan<byte> bytes, Func<int, string, string, ConfigurationException> error)
    {
        const string damaged = "the file is damaged or no npy array; write it again with numpy.savez";
        if (bytes.Length < 12 || !bytes[..Magic.Length].SequenceEqual(Magic))
        {
            throw error(0, "the magic number of npy is missing", damaged);
        }

        int version = bytes[Magic.Length];
        if (version is < 1 or > 3)
        {
            throw error(Magic.Length, $"npy version {version} is unknown", "write version 1.0 to 3.0");
        }

        int prefix = version == 1 ? 10 : 12;
        uint size = version == 1
            ? BinaryPrimitives.ReadUInt16LittleEndian(bytes[8..])
            : BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]);
        if (size > bytes.Length - prefix)
        {
            throw error(bytes.Length, "the array ends inside its header", damaged);
        }

        string text = Encoding.UTF8.GetString(bytes.Slice(prefix, (int)size));
        Match match = Dictionary().Match(text);
        return match.Success
            ? new NpyHeader(
                match.Groups["type"].Value, match.Groups["order"].Value == "True",
                ReadShape(match.Groups["shape"].Value, prefix, error), prefix + (int)size)
            : throw error(prefix, $"the header {text.Trim()} is not understood", damaged);
    }

    private static ValueList<int> ReadShape(
        string text, int position, Func<int, string, string, ConfigurationException> error)
    {
        string[] parts = text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        double product = 1;
        var sizes = new List<int>();
        foreach (string part in parts)
        {
            if (!int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int size))
            {
                throw error(position, $"the shape ({text}) is too large", "store smaller arrays");
            }

            sizes.Add(size);
            product *= size;
        }

        return product <= Array.MaxLength
            ? [.. sizes]
            : throw error(position, $"the shape ({text}) is too large", "store smaller arrays");
    }

    [GeneratedRegex(
        @"^\{\s*'descr':\s*'(?<type>[^']*)',\s*'fortran_order':\s*(?<order>True|False),"
        + @"\s*'shape':\s*\((?<shape>[0-9, ]*)\),?\s*\}\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex Dictionary();
}
