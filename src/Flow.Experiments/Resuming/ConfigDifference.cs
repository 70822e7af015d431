using System.Globalization;
using Flow.Experiments.Configuration;
using Flow.Experiments.Configuration.Reading;
using Flow.Integrators.Nonsmooth;
using Flow.Integrators.StepControl;

namespace Flow.Experiments.Resuming;

/// <summary>A key that has another value in two experiments.</summary>
/// <param name="Key">For example flow.rtol.</param>
/// <param name="Earlier">Its value in the first one, with its default where it is not written, "absent" where it has
/// none.</param>
/// <param name="Present">Its value in the second one.</param>
internal sealed record ConfigDifference(string Key, string Earlier, string Present)
{
    private const string Absent = "absent";
    private const string Null = "null";

    /// <summary>What takes the place of a key that is written null, for the solvers that accept it.</summary>
    private static readonly Dictionary<string, string> Defaults = new()
    {
        ["flow.order"] = new PatchedAdamsSettings().Order.ToString(CultureInfo.InvariantCulture),
        ["flow.mode"] = EnumName.Of(new PatchedAdamsSettings().Mode),
        ["flow.controller"] = EnumName.Of(StepControllerKind.Pi),
    };

    /// <summary>The keys whose values differ, in the order of the second text.</summary>
    /// <param name="earlier">An experiment as <see cref="ConfigWriter"/> writes it.</param>
    /// <param name="present">Another one.</param>
    public static IEnumerable<ConfigDifference> Between(string earlier, string present)
    {
        var (old, now) = (Values(earlier), Values(present));
        return now.Keys.Union(old.Keys)
            .Select(key => new ConfigDifference(
                key, old.GetValueOrDefault(key, Absent), now.GetValueOrDefault(key, Absent)))
            .Where(static pair => pair.Effective(pair.Earlier) != pair.Effective(pair.Present))
            .Select(static pair => new ConfigDifference(
                pair.Key, pair.Words(pair.Earlier), pair.Words(pair.Present)));
    }

    private string Effective(string value) => value == Null ? Defaults.GetValueOrDefault(Key, value) : value;

    private string Words(string value) => value != Null ? value
        : Defaults.TryGetValue(Key, out var fallback) ? $"{fallback} (the default)" : "not set";

    private static Dictionary<string, string> Values(string text)
    {
        var values = new Dictionary<string, string>();
        Collect(YamlTree.Parse(text, "config.yaml"), string.Empty, values);
        return values;
    }

    private static void Collect(ConfigNode node, string path, Dictionary<string, string> values)
    {
        var prefix = path.Length == 0 ? path : path + ".";
        switch (node)
        {
            case MappingNode mapping:
                foreach (var entry in mapping.Entries)
                {
                    Collect(entry.Value, prefix + entry.Key, values);
                }

                break;
            case SequenceNode sequence:
                foreach (var (item, i) in sequence.Items.Select(static (item, i) => (item, i)))
                {
                    Collect(item, $"{prefix}{i}", values);
                }

                break;
            case ScalarNode scalar:
                values[path] = scalar.IsNull ? Null : scalar.Text;
                break;
        }
    }
}
