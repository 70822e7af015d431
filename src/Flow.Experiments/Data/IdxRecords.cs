using Flow.Experiments.Configuration;

namespace Flow.Experiments.Data;

/// <summary>Reads images and labels in the IDX format of MNIST (big-endian, unsigned bytes); pixels / 255.</summary>
internal static class IdxRecords
{
    private const uint ImageMagic = 0x803;
    private const uint LabelMagic = 0x801;

    public static RawRecords Read(SourceRequest request)
    {
        byte[] labels = ReadLabels(request.Files[1]);
        using var images = new BinaryInput(request.Files[0]);
        CheckMagic(images, ImageMagic, "images");
        uint count = images.ReadUInt32("the number of images");
        uint height = images.ReadUInt32("the number of rows");
        uint width = images.ReadUInt32("the number of columns");
        if (height is 0 or > 1 << 14 || width is 0 or > 1 << 14)
        {
            throw images.Error($"an image has {height} x {width} pixels", "give an IDX file of images");
        }

        if (count != labels.Length)
        {
            throw images.Error(
                $"the file announces {count} images, but {request.Files[1]} has {labels.Length} labels",
                "give images and labels that belong together");
        }

        var shape = new InputShape(1, (int)height, (int)width);
        var wanted = labels.Count(label => request.Labels?.Contains(label) != false);
        var buffer = new RecordBuffer(shape.Size, request, Math.Min(wanted, request.Limit ?? wanted));
        var pixels = new byte[shape.Size];
        for (int n = 0; n < labels.Length; n++)
        {
            images.Read(pixels, $"image {n} of {count}");
            if (buffer.Wants(labels[n]))
            {
                Pixels.Scale(pixels, buffer.Add(labels[n], images.Start));
            }
        }

        images.ExpectEnd($"give a file of exactly {16 + (long)count * shape.Size} bytes (16 + images)");
        return buffer.ToRecords() with { Shape = shape };
    }

    private static byte[] ReadLabels(string file)
    {
        using var input = new BinaryInput(file);
        CheckMagic(input, LabelMagic, "labels");
        uint count = input.ReadUInt32("the number of labels");
        if (count == 0)
        {
            throw input.Error("the file announces no labels", "give an IDX file with records");
        }

        var labels = new List<byte>();
        Span<byte> one = stackalloc byte[1];
        for (uint n = 0; n < count; n++)
        {
            input.Read(one, $"label {n} of {count}");
            labels.Add(one[0]);
        }

        input.ExpectEnd($"give a file of exactly {8 + (long)count} bytes (8 + labels)");
        return [.. labels];
    }

    private static void CheckMagic(BinaryInput input, uint wanted, string what)
    {
        uint magic = input.ReadUInt32("the magic number");
        if (magic != wanted)
        {
            throw input.Error(
                $"the magic number is 0x{magic:X8}", $"an IDX file of {what} starts with 0x{wanted:X8} ({wanted})");
        }
    }
}
