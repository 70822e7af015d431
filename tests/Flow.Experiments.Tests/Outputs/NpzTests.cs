using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using Flow.Experiments.Configuration;
using Flow.Experiments.Outputs;
using FsCheck;
using FsCheck.Fluent;

namespace Flow.Experiments.Tests.Outputs;

public class NpzTests
{
    private const string Python = "/usr/bin/python3";

    private static readonly NpzArray[] Sample =
    [
        new("V_1", [2, 3], [1, -2.5, 1e-300, double.MaxValue, 1.0 / 3, -0.0]),
        new("K", [2, 1, 2, 1], [1, 2, 3, 4]),
        new("v", [3], [double.NaN, double.PositiveInfinity, double.NegativeInfinity]),
        new("rho", [], [0.1]),
        new("none", [0, 4], []),
    ];

    public static TheoryData<string, byte[], string, string> BadFiles()
    {
        byte[] good = Zip(("a.npy", Npy("{'descr': '<f8', 'fortran_order': False, 'shape': (1,), }", new byte[8])));
        return new()
        {
            { "empty", [], "no complete NPZ archive", "numpy.savez" },
            { "text", Encoding.ASCII.GetBytes("just text, no archive"), "no complete NPZ archive", "numpy.savez" },
            { "truncated", good[..^20], "no complete NPZ archive", "numpy.savez" },
            { "damaged", Damage(good), "checksum is wrong|no complete NPZ", "write" },
            { "other", Zip(("readme.txt", [1])), "entry readme.txt, byte 0: .*no npy array", "only arrays" },
            { "magic", Zip(("a.npy", new byte[80])), "a.npy, byte 0: the magic number", "numpy.savez" },
            { "tiny", Zip(("a.npy", [0x93])), "a.npy, byte 0: the magic number", "numpy.savez" },
            { "version", Zip(("a.npy", Version(9))), "byte 6: npy version 9", "version 1.0" },
            { "header", Zip(("a.npy", Header("{'shape': 3}"))), "byte 10: the header .* is not understood", "numpy" },
            { "long", Zip(("a.npy", LongHeader())), "ends inside its header", "numpy" },
            { "int", Zip(("a.npy", Header(Dictionary("<i8", "False", "(1,)")))), "type is '<i8'", "astype" },
            { "big", Zip(("a.npy", Header(Dictionary(">f8", "False", "(1,)")))), "type is '>f8'", "astype" },
            { "object", Zip(("a.npy", Header(Dictionary("|O", "False", "(1,)")))), @"type is '\|O'", "astype" },
            { "order", Zip(("a.npy", Header(Dictionary("<f8", "True", "(1, 1)")))), "Fortran order", "ascontiguous" },
            { "short", Zip(("a.npy", Header(Dictionary("<f8", "False", "(2,)")))), "144 bytes.* has 136", "again" },
            { "huge", Zip(("a.npy", Header(Dictionary("<f8", "False", "(99999, 99999)")))), "too large", "smaller" },
            { "vast", Zip(("a.npy", Header(Dictionary("<f8", "False", "(99999999999,)")))), "too large", "smaller" },
            { "twice", Zip(("a.npy", Good()), ("a.npy", Good())), "two arrays are named a", "name of its own" },
        };
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Arrays_come_back_bit_by_bit(bool compress)
    {
        using var directory = new TemporaryDirectory();
        string path = directory.File("a.npz");
        NpzWriter.Write(path, Sample, compress);

        AssertSame(Sample, NpzReader.Read(path));
        Assert.Equal(["a.npz"], directory.Listing());
    }

    [Fact]
    public void Any_array_comes_back_bit_by_bit()
    {
        var arrays = from values in ArbMap.Default.GeneratorFor<double[]>()
                     from name in Gen.Elements("a", "W_1", "long_name_12")
                     from split in Gen.Choose(1, 3)
                     let kept = values.Length / split * split
                     select new NpzArray(name, [kept / split, split], values[..kept]);
        using var directory = new TemporaryDirectory();
        string path = directory.File("a.npz");

        Prop.ForAll(arrays.ToArbitrary(), array =>
        {
            NpzWriter.Write(path, [array]);
            AssertSame([array], NpzReader.Read(path));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Equal_arrays_give_equal_bytes_without_any_date()
    {
        using var first = new MemoryStream();
        using var second = new MemoryStream();
        NpzWriter.Write(first, Sample);
        NpzWriter.Write(second, Sample);

        Assert.Equal(first.ToArray(), second.ToArray());
        using var archive = new ZipArchive(first, ZipArchiveMode.Read);
        Assert.All(archive.Entries, entry => Assert.Equal(new DateTime(1980, 1, 1), entry.LastWriteTime.DateTime));
    }

    [Fact]
    public void Data_of_every_array_start_at_a_multiple_of_64_bytes()
    {
        using var stream = new MemoryStream();
        NpzWriter.Write(stream, Sample);
        using var archive = new ZipArchive(stream, ZipArchiveMode.Read);

        Assert.All(
            archive.Entries.Zip(Sample),
            pair => Assert.Equal(0, (pair.First.Length - (8 * pair.Second.Values.Length)) % 64));
    }

    [Fact]
    public void Single_precision_is_widened()
    {
        using var directory = new TemporaryDirectory();
        byte[] data = [.. BitConverter.GetBytes(0.5f), .. BitConverter.GetBytes(-3f)];
        string path = directory.Write(
            "a.npz", Zip(("a.npy", Npy("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", data))));

        Assert.Equal([0.5, -3], NpzReader.Read(path)[0].Values);
    }

    [Theory]
    [MemberData(nameof(BadFiles))]
    public void Damaged_or_foreign_file_is_refused(string name, byte[] content, string problem, string remedy)
    {
        using var directory = new TemporaryDirectory();
        string path = directory.Write(name, content);

        var failure = Assert.Throws<ConfigurationException>(() => NpzReader.Read(path));
        Assert.Matches($"^{Regex.Escape(path)}:1:1: .*({problem}).*; .*({remedy})", failure.Message);
    }

    [Fact]
    public void Shape_that_does_not_fit_and_repeated_names_are_refused_and_nothing_is_left()
    {
        using var directory = new TemporaryDirectory();
        string path = directory.File("a.npz");

        Assert.Throws<ArgumentException>(() => NpzWriter.Write(path, [new NpzArray("a", [2], [1])]));
        Assert.Throws<ArgumentException>(() => NpzWriter.Write(path, [Sample[0], Sample[0]]));
        Assert.Empty(directory.Listing());
    }

    [SkippableFact]
    public void Numpy_reads_what_is_written_and_the_reader_reads_what_numpy_writes()
    {
        Skip.IfNot(File.Exists(Python), $"{Python} is not on this machine");
        Skip.IfNot(RunPython("import numpy") == 0, "numpy is not installed for " + Python);
        using var directory = new TemporaryDirectory();
        NpzWriter.Write(directory.File("a.npz"), Sample);
        string script = $"""
            import numpy as np
            a = np.load('{directory.File("a.npz")}')
            assert list(a.keys()) == ['V_1', 'K', 'v', 'rho', 'none'], list(a.keys())
            assert a['V_1'].dtype == np.float64 and a['V_1'].shape == (2, 3) and a['V_1'][1, 1] == 1 / 3
            assert a['K'].shape == (2, 1, 2, 1) and a['K'][1, 0, 0, 0] == 3
            assert np.isnan(a['v'][0]) and a['v'][2] == -np.inf
            assert a['rho'].shape == () and float(a['rho']) == 0.1
            assert a['none'].shape == (0, 4)
            np.savez_compressed('{directory.File("b.npz")}', **a)
            np.savez('{directory.File("c.npz")}', **a)
            """;

        Assert.Equal(0, RunPython(script));
        AssertSame(Sample, NpzReader.Read(directory.File("b.npz")));
        AssertSame(Sample, NpzReader.Read(directory.File("c.npz")));
    }

    private static int RunPython(string script)
    {
        var start = new ProcessStartInfo(Python) { RedirectStandardError = true };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add(script);
        using Process process = Process.Start(start)!;
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0 || error.Contains("numpy", StringComparison.Ordinal), error);
        return process.ExitCode;
    }

    private static void AssertSame(IReadOnlyList<NpzArray> expected, IReadOnlyList<NpzArray> actual)
    {
        Assert.Equal(expected.Select(array => array.Name), actual.Select(array => array.Name));
        Assert.Equal(expected.Select(array => array.Shape), actual.Select(array => array.Shape));
        Assert.Equal(
            expected.SelectMany(array => array.Values.Select(BitConverter.DoubleToInt64Bits)),
            actual.SelectMany(array => array.Values.Select(BitConverter.DoubleToInt64Bits)));
    }

    private static string Dictionary(string type, string order, string shape) =>
        $"{{'descr': '{type}', 'fortran_order': {order}, 'shape': {shape}, }}";

    private static byte[] Good() => Header(Dictionary("<f8", "False", "(1,)"));

    private static byte[] Header(string text) => Npy(text, new byte[8]);

    private static byte[] Npy(string text, byte[] data)
    {
        string padded = text.PadRight(117) + "\n";
        return
        [
            0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0, (byte)padded.Length, 0,
            .. Encoding.ASCII.GetBytes(padded), .. data,
        ];
    }

    private static byte[] Version(byte version)
    {
        byte[] bytes = Good();
        bytes[6] = version;
        return bytes;
    }

    private static byte[] LongHeader()
    {
        byte[] bytes = Good();
        bytes[9] = 0xFF;
        return bytes;
    }

    private static byte[] Damage(byte[] archive)
    {
        byte[] copy = [.. archive];
        int data = "PK".Length + 28 + "a.npy".Length + 75;
        copy[data] ^= 0xFF;
        return copy;
    }

    private static byte[] Zip(params (string Name, byte[] Content)[] entries)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, true))
        {
            foreach ((string name, byte[] content) in entries)
            {
                using Stream entry = archive.CreateEntry(name, CompressionLevel.NoCompression).Open();
                entry.Write(content);
            }
        }

        return stream.ToArray();
    }
}
