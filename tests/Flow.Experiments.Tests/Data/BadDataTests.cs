using System.Text.RegularExpressions;
using Flow.Experiments.Configuration;

namespace Flow.Experiments.Tests.Data;

/// <summary>Every mistake in a data file is one message: file, position, what is wrong, what would be right.</summary>
public class BadDataTests
{
    public static TheoryData<string, string, string, string> CsvFiles() => new()
    {
        { "", "1:1", "the file is empty", "one record per line" },
        { "\n\n", "1:1", "the file is empty", "one record per line" },
        { "x,y,label\n1,2,0\n", "1:1", "'x' is not a number", "remove the header line" },
        { "1,2,0\n1,abc,1\n", "2:3", "'abc' is not a number", "decimal separator" },
        { "1,2,0\n1,,1\n", "2:3", "the cell is empty", "write a number" },
        { "1,2,0\n1.5,NaN,1\n", "2:5", "'NaN' is not finite", "remove the record" },
        { "1,2,0\n-Infinity,1,1\n", "2:1", "'-Infinity' is not finite", "remove the record" },
        { "1,2,0\n1e999,1,1\n", "2:1", "'1e999' is not finite", "remove the record" },
        { "1,2,0\n1,2\n", "2:1", "has 2 columns, the first one has 3", "2 numbers and a label" },
        { "1,2,0\n1,2,3,4\n", "2:1", "has 4 columns, the first one has 3", "2 numbers and a label" },
        { "1;2;0\n", "1:1", "has one column", "by commas" },
        { "1,2,0\n1,2,0.5\n", "2:5", "label '0.5' is not a whole number", "last column" },
        { "1,2,0\n1,2,99999999999\n", "2:5", "label '99999999999'", "last column" },
        { "1,2,0\n\n1,2,1\n", "2:1", "the line is empty", "remove it" },
        { "1,2,0\n\"1\",2,1\n", "2:1", "is quoted", "without quotes" },
        { "1,inf,0\n", "1:3", "'inf' is not finite", "replace it" },
        { "1,abc,0\n", "1:3", "'abc' is not a number", "write a number" },
        { "\u0000\u0001\u0002,1\n", "1:1", "is not a number", "write a number" },
    };

    public static TheoryData<string, string, string> Choices() => new()
    {
        { "{source: csv, path: a.csv, classes: [0, 7]}", "run.yaml:1:43: class 7 has no sample", "labels that the" },
        { "{source: csv, path: a.csv, classes: [6, 7]}", "run.yaml:1:43: no record has a label", "labels that the" },
        { "{source: csv, path: a.csv, limit: 1}", "run.yaml:1:7: the data have one class", "two or more classes" },
        { "{source: csv, path: a.csv, shape: [1, 3, 1]}", "run.yaml:1:41: data.shape has 3 entries", "product 2" },
        { "{source: csv, path: a.csv, test: {fraction: 0.01}}", "run.yaml:1:51: fraction 0.01 of 3", "both sides" },
        { "{source: csv, path: a.csv, test: {path: w.csv}}", "run.yaml:1:47: test inputs have 1 entr", "same form" },
        { "{source: csv, path: a.csv, test: {path: l.csv}}", "run.yaml:1:40: test record 0 has the label 9", "name" },
        {
            "{source: csv, path: a.csv, classes: [0, 1], test: {path: l.csv}}", "run.yaml:1:64: the test part has no",
            "give a file"
        },
        { "{source: csv, path: h.csv, normalize: unit}", "run.yaml:1:45: inputs are too large", "divide" },
    };

    public static TheoryData<string, byte[], byte[], string, string, string> IdxFiles()
    {
        byte[] images = Images(2, 1, 3);
        byte[] labels = Labels(2);
        return new()
        {
            { "images", [], labels, "byte 0: the file ends before the magic number", "incomplete", "i" },
            { "magic", [1, 2, 3, 4, .. images[4..]], labels, "magic number is 0x01020304", "0x00000803", "i" },
            { "swapped", labels, images, "magic number is 0x00000803", "0x00000801", "l" },
            { "header", images[..9], labels, "ends inside the number of rows", "incomplete", "i" },
            { "truncated", images[..^1], labels, "byte 21: the file ends inside image 1 of 2", "incomplete", "i" },
            { "missing", images[..^3], labels, "byte 19: the file ends before image 1 of 2", "incomplete", "i" },
            { "longer", [.. images, 0], labels, "goes on after its last record", "22 bytes", "i" },
            { "counts", images, Labels(3), "announces 2 images, but .* has 3 labels", "belong together", "i" },
            { "huge", Images(2, 1 << 20, 1 << 20), labels, "1048576 x 1048576 pixels", "IDX file of images", "i" },
            { "zero", Images(2, 0, 3), labels, "0 x 3 pixels", "IDX file of images", "i" },
            { "labels-cut", images, labels[..^1], "ends before label 1 of 2", "incomplete", "l" },
            { "labels-huge", images, [0, 0, 8, 1, 255, 255, 255, 255, 1], "label 1 of 4294967295", "incom", "l" },
            { "labels-more", images, [.. labels, 1], "goes on after its last record", "10 bytes", "l" },
            { "labels-none", images, [0, 0, 8, 1, 0, 0, 0, 0], "announces no labels", "with records", "l" },
            { "gzip", [0x1F, 0x8B, 8, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9], labels, "damaged|ends", "fetch", "i" },
            { "gzip-cut", Cut(Gzip(images)), labels, "damaged|ends", "fetch", "i" },
            { "gzip-sum", Flip(Gzip(images), 8), labels, "damaged|ends", "fetch", "i" },
        };
    }

    public static TheoryData<string, byte[], string, string> CifarFiles() => new()
    {
        { "empty", [], "byte 0: the file is empty", "records of 3073 bytes" },
        { "short", new byte[3072], "byte 3072: the file ends inside record 0", "incomplete" },
        { "cut", new byte[3073 + 5], "byte 3078: the file ends inside record 1", "incomplete" },
        { "label", [.. new byte[3073], 10, .. new byte[3072]], "byte 3073: record 1 has the label 10", "0 to 9" },
        { "python", [0x80, 0x02, .. new byte[3071]], "byte 0: record 0 has the label 128", "not Python" },
    };

    [Theory]
    [MemberData(nameof(CsvFiles))]
    public void Csv_mistake_names_line_and_column(string text, string at, string problem, string remedy)
    {
        using var directory = new TemporaryDirectory();
        string file = directory.Write("a.csv", text);

        Expect(directory, "{source: csv, path: a.csv}", $"{Regex.Escape(file)}:{at}", Regex.Escape(problem), remedy);
    }

    [Theory]
    [MemberData(nameof(Choices))]
    public void Choice_that_does_not_fit_the_data_points_into_the_experiment_file(
        string data, string problem, string remedy)
    {
        using var directory = new TemporaryDirectory();
        directory.Write("a.csv", "1,2,0\n3,4,1\n5,6,1\n");
        directory.Write("w.csv", "1,0\n");
        directory.Write("l.csv", "1,2,9\n");
        directory.Write("h.csv", "1e300,1e300,0\n1,1,1\n");

        Expect(directory, data, string.Empty, Regex.Escape(problem), remedy);
    }

    [Theory]
    [MemberData(nameof(IdxFiles))]
    public void Idx_mistake_names_file_and_byte(
        string name, byte[] images, byte[] labels, string problem, string remedy, string culprit)
    {
        using var directory = new TemporaryDirectory();
        directory.Write("i", images);
        directory.Write("l", labels);

        Assert.NotEmpty(name);
        Expect(
            directory, "{source: idx, path: {images: i, labels: l}}", $"{Regex.Escape(directory.File(culprit))}:1:1",
            $"byte \\d+: .*({problem})|({problem})", remedy);
    }

    [Theory]
    [MemberData(nameof(CifarFiles))]
    public void Cifar_mistake_names_file_and_byte(string name, byte[] content, string problem, string remedy)
    {
        using var directory = new TemporaryDirectory();
        string file = directory.Write(name, content);

        Expect(directory, $"{{source: cifar10, path: {name}}}", $"{Regex.Escape(file)}:1:1", problem, remedy);
    }

    private static void Expect(
        TemporaryDirectory directory, string data, string position, string problem, string remedy)
    {
        string[] before = directory.Listing();
        var failure = Assert.Throws<ConfigurationException>(() => TestData.Load(data, directory.Path));

        Assert.Matches($"^{position}.*({problem}).*; .*({remedy})", failure.Message);
        Assert.Matches(@"^[^\n]+:\d+:\d+: [^\n]+; [^\n]+$", failure.Message);
        Assert.Equal(before, directory.Listing());
    }

    private static byte[] Images(int count, int height, int width)
    {
        int pixels = (long)height * width < 100 ? count * height * width : 0;
        return
        [
            0, 0, 8, 3, .. BigEndian(count), .. BigEndian(height), .. BigEndian(width),
            .. Enumerable.Range(0, pixels).Select(i => (byte)i),
        ];
    }

    private static byte[] Labels(int count) =>
        [0, 0, 8, 1, .. BigEndian(count), .. Enumerable.Range(0, count).Select(i => (byte)(i % 10))];

    private static byte[] BigEndian(int value)
    {
        var bytes = new byte[4];
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }

    private static byte[] Gzip(byte[] content)
    {
        using var memory = new MemoryStream();
        using (var gzip = new System.IO.Compression.GZipStream(memory, System.IO.Compression.CompressionLevel.Optimal))
        {
            gzip.Write(content);
        }

        return memory.ToArray();
    }

    private static byte[] Cut(byte[] content) => content[..^10];

    private static byte[] Flip(byte[] content, int fromEnd)
    {
        content[^fromEnd] ^= 0x55;
        return content;
    }
}
