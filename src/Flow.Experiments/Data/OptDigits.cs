using Flow.Experiments.Configuration;

namespace Flow.Experiments.Data;

/// <summary>The embedded digits: 64 counts 0..16 (8 x 8, row by row) each, 1,797 records.</summary>
/// <remarks>Source: Alpaydin and Kaynak, Optical Recognition of Handwritten Digits, UCI, 1998 (CC BY 4.0).</remarks>
internal static class OptDigits
{
    private const string Resource = "optdigits.csv";

    public static RawRecords Read(SourceRequest request)
    {
        Stream stream = typeof(OptDigits).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"the resource {Resource} is not embedded in the program");
        using (stream)
        {
            return CsvRecords.Read(stream, Resource, request) with { Shape = new InputShape(1, 8, 8) };
        }
    }
}
