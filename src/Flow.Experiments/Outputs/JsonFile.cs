using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flow.Experiments.Outputs;

/// <summary>
/// Writes values as indented JSON with camel-case names; doubles keep all digits; NaN and infinities, which JSON lacks,
/// are the strings "NaN", "Infinity" and "-Infinity".
/// </summary>
public static class JsonFile
{
    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The JSON text of a value, ending in a line feed.</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="value">A record, dictionary or list of such.</param>
    /// <returns>The text.</returns>
    public static string ToText<T>(T value) => JsonSerializer.Serialize(value, Options) + "\n";

    /// <summary>Writes or replaces a JSON file, completely or not at all.</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="path">The file.</param>
    /// <param name="value">A record, dictionary or list of such.</param>
    /// <exception cref="OutputException">The file system refuses.</exception>
    public static void Write<T>(string path, T value) => AtomicFile.WriteText(path, ToText(value));

    /// <summary>Reads a value that <see cref="ToText"/> wrote.</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="text">The JSON text.</param>
    /// <returns>The value.</returns>
    /// <exception cref="JsonException">The text is not such a value.</exception>
    public static T FromText<T>(string text) =>
        JsonSerializer.Deserialize<T>(text, Options) ?? throw new JsonException("the value is null");
}
