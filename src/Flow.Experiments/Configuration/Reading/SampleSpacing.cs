namespace Flow.Experiments.Configuration.Reading;

/// <summary>Reads the kind of spacing, which is written linear or log; a list has a key of its own.</summary>
internal static class SampleSpacing
{
    public static SampleKind Read(Section samples, SampleKind fallback)
    {
        string[] names = [EnumName.Of(SampleKind.Linear), EnumName.Of(SampleKind.Log)];
        return EnumName.Parse<SampleKind>(samples.OneOf("kind", EnumName.Of(fallback), names))!.Value;
    }
}
