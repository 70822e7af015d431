using System.Globalization;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Flow.Experiments.Configuration.Writing;

/// <summary>Emits YAML pairs, lists in brackets and nested mappings; numbers keep all their digits.</summary>
internal sealed partial class YamlText(TextWriter target)
{
    private readonly Emitter emitter = new(
        target, new EmitterSettings(2, int.MaxValue, false, 1024, newLine: "\n"));

    public void Begin()
    {
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(null, null, true));
        emitter.Emit(new MappingStart());
    }

    public void End()
    {
        emitter.Emit(new MappingEnd());
        emitter.Emit(new DocumentEnd(true));
        emitter.Emit(new StreamEnd());
    }

    public void Pair(string key, string? value)
    {
        Plain(key);
        Text(value);
    }

    public void Pair(string key, double? value)
    {
        Plain(key);
        Plain(value is { } number ? Format(number) : "null");
    }

    public void Pair(string key, long? value)
    {
        Plain(key);
        Plain(value?.ToString(CultureInfo.InvariantCulture) ?? "null");
    }

    public void Pair(string key, bool value)
    {
        Plain(key);
        Plain(value ? "true" : "false");
    }

    public void Null(string key) => Pair(key, (string?)null);

    public void List<T>(string key, IEnumerable<T> items)
    {
        Plain(key);
        emitter.Emit(new SequenceStart(null, null, true, SequenceStyle.Flow));
        foreach (T item in items)
        {
            switch (item)
            {
                case string text:
                    Text(text);
                    break;
                case double number:
                    Plain(Format(number));
                    break;
                default:
                    Plain(Convert.ToString(item, CultureInfo.InvariantCulture)!);
                    break;
            }
        }

        emitter.Emit(new SequenceEnd());
    }

    /// <summary>A list whose entries are written one below the other, each by an action.</summary>
    public void Block<T>(string key, IReadOnlyCollection<T> items, Action<T> write)
    {
        if (items.Count == 0)
        {
            List(key, items);
            return;
        }

        Plain(key);
        emitter.Emit(new SequenceStart(null, null, true, SequenceStyle.Block));
        foreach (T item in items)
        {
            emitter.Emit(new MappingStart());
            write(item);
            emitter.Emit(new MappingEnd());
        }

        emitter.Emit(new SequenceEnd());
    }

    public void Mapping(string key, Action write)
    {
        Plain(key);
        emitter.Emit(new MappingStart());
        write();
        emitter.Emit(new MappingEnd());
    }

    /// <summary>The shortest digits that give the same number again.</summary>
    private static string Format(double value) => value switch
    {
        double.PositiveInfinity => ".inf",
        double.NegativeInfinity => "-.inf",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };

    private void Plain(string text) =>
        emitter.Emit(new Scalar(null, null, text, ScalarStyle.Plain, true, false));

    private void Text(string? text)
    {
        if (text is null)
        {
            Plain("null");
            return;
        }

        bool simple = SimplePattern().IsMatch(text) && text is not ("true" or "false" or "null");
        ScalarStyle style = simple ? ScalarStyle.Plain : ScalarStyle.DoubleQuoted;
        emitter.Emit(new Scalar(null, null, text, style, simple, !simple));
    }

    [GeneratedRegex("^[a-z][a-z0-9_-]*$", RegexOptions.CultureInvariant)]
    private static partial Regex SimplePattern();
}
