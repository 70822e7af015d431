using Flow.Experiments.Configuration;

namespace Flow.Experiments.Data;

/// <summary>
/// Reads CIFAR-10 binary files: records of a label and 3 x 32 x 32 planar pixels (red, green, blue); pixels / 255.
/// </summary>
internal static class Cifar10Records
{
    private const int RecordLength = 3073;

    public static RawRecords Read(SourceRequest request)
    {
        var shape = new InputShape(3, 32, 32);
        var buffer = new RecordBuffer(shape.Size, request);
        foreach (string file in request.Files)
        {
            ReadFile(file, buffer);
        }

        return buffer.ToRecords() with { Shape = shape };
    }

    private static void ReadFile(string file, RecordBuffer buffer)
    {
        using var input = new BinaryInput(file);
        var record = new byte[RecordLength];
        int count = 0;
        for (; input.TryRead(record, $"record {count} ({RecordLength} bytes each)"); count++)
        {
            if (record[0] > 9)
            {
                throw new ConfigurationException(
                    input.Start, $"byte {input.Position - RecordLength}: record {count} has the label {record[0]}",
                    "labels are 0 to 9; give a CIFAR-10 binary file (not CIFAR-100, not Python)");
            }

            if (buffer.Wants(record[0]))
            {
                Pixels.Scale(record.AsSpan(1), buffer.Add(record[0], input.Start));
            }
        }

        if (count == 0)
        {
            throw input.Error("the file is empty", $"give a CIFAR-10 binary file, records of {RecordLength} bytes");
        }
    }
}
