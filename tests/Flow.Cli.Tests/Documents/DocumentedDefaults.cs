using System.Text.RegularExpressions;
using Flow.Experiments.Configuration;
using Flow.Experiments.Running;

namespace Flow.Cli.Tests.Documents;

/// <summary>Holds the table of defaults to the reader: writing a default out changes nothing.</summary>
public sealed partial class DocumentedDefaults
{
    private const string Gaussian = "data: {source: gaussian}\nmodel: {widths: [4]}\n";
    private const string Teacher = "data: {source: teacher}\nmodel: {widths: [4]}\n";
    private const string Sine = Gaussian + "initialization: {kind: sine}\n";

    [Fact]
    public void Default_written_out_changes_nothing()
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, "docs/experiments.md"));
        var section = text[text.IndexOf("### Defaults", StringComparison.Ordinal)..];
        var rows = Row().Matches(section[..section.IndexOf("### Details", StringComparison.Ordinal)]).ToList();
        var looked = 0;
        foreach (var row in rows)
        {
            string[] keys = [.. Code().Matches(row.Groups["keys"].Value).Select(static m => m.Groups["code"].Value)];
            string[] values =
                [.. Code().Matches(row.Groups["values"].Value).Select(static m => m.Groups["code"].Value)];
            if (keys.Length == values.Length)
            {
                Assert.All(keys.Zip(values), static pair => SameWith(pair.First, pair.Second));
                looked += keys.Length;
            }
        }

        Assert.True(looked > 25, $"only {looked} defaults were found");
    }

    private static void SameWith(string key, string value)
    {
        if (key == "data.source")
        {
            Assert.Equal(value, Read("data: {}\nmodel: {widths: [4]}\n").Data.Source);
            return;
        }

        var file = key.StartsWith("data.teacher", StringComparison.Ordinal) ? Teacher
            : key.EndsWith("coefficients", StringComparison.Ordinal) ? Sine
            : Gaussian;
        Assert.Equal(ConfigWriter.Write(Read(file)), ConfigWriter.Write(Read(file, $"{key}={value}")));
    }

    private static ExperimentConfig Read(string text, params string[] overrides) =>
        ConfigReader.ReadText(text, "defaults.yaml", Repository.Root, Catalogs.Names, overrides).Config;

    [GeneratedRegex(@"^\| (?<keys>`[^|]+) \| (?<values>[^|]+) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("`(?<code>[^`]+)`")]
    private static partial Regex Code();
}
