namespace Flow.Experiments.Configuration.Reading;

/// <summary>The YAML spelling of enumeration values: PlusMinus is plus-minus.</summary>
internal static class EnumName
{
    public static string Of<T>(T value)
        where T : struct, Enum
    {
        string name = value.ToString();
        return string.Concat(name.Select((c, i) => char.IsUpper(c) && i > 0
            ? $"-{char.ToLowerInvariant(c)}"
            : char.ToLowerInvariant(c).ToString()));
    }

    public static T? Parse<T>(string name)
        where T : struct, Enum =>
        Enum.GetValues<T>().Where(value => Of(value) == name).Select(value => (T?)value).FirstOrDefault();
}
