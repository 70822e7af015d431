using System.Text.RegularExpressions;
using Flow.Cli.Commands;
using Flow.Experiments.Configuration;
using Flow.Experiments.Observables;
using Flow.Experiments.Running;

namespace Flow.Cli.Tests.Documents;

/// <summary>Holds README.md and the pages about runs to the program: files are read, command lines parsed.</summary>
public sealed partial class DocumentedFiles
{
    private static readonly string Readme = Read("README.md");
    private static readonly string Experiments = Read("docs/experiments.md");
    private static readonly string Pages =
        Readme + Experiments + Read("docs/training.md") + Read("docs/comparing.md") + Read("docs/resuming.md")
            + Read("docs/analyzing.md") + Read("docs/singularity.md");

    [Fact]
    public void Experiment_files_in_documents_are_accepted()
    {
        var blocks = Blocks(Pages, "yaml").ToList();

        Assert.True(blocks.Count >= 7, $"only {blocks.Count} files were found");
        foreach (var block in blocks)
        {
            ConfigReader.ReadText(block, "document.yaml", Repository.Root, Catalogs.Names, null, false);
        }
    }

    [Fact]
    public void Command_lines_in_documents_can_be_parsed()
    {
        var commands = Blocks(Pages, "sh").SelectMany(static block => block.Split('\n'))
            .Select(static line => Program().Match(line)).Where(static match => match.Success).ToList();

        Assert.True(commands.Count >= 9, $"only {commands.Count} commands were found");
        var root = CommandCatalog.Root("gradflow", "test", new(new(TextWriter.Null, TextWriter.Null), default));
        foreach (var command in commands)
        {
            CommandLineCheck.Check(root.Parse(command.Groups["arguments"].Value.Split(' ')));
        }
    }

    [Fact]
    public void Files_named_by_command_lines_exist()
    {
        foreach (Match example in Example().Matches(Pages))
        {
            Assert.True(File.Exists(Path.Combine(Repository.Root, example.Value)), example.Value);
        }
    }

    [Fact]
    public void Tables_of_documents_have_every_verb_catalog_exit_code_and_column()
    {
        Assert.All(CommandCatalog.All, static verb => Assert.Contains($"| `{verb.Name}", Experiments, Ordinal));
        Assert.All(Listing.All, static listing => Assert.Contains($"`{listing.Name}`", Experiments, Ordinal));
        Assert.All(ObservableCatalog.All, static o => Assert.Contains($"`{o.ColumnPattern}`", Experiments, Ordinal));
        var codes = typeof(ExitCode).GetFields().Select(static field => $"| {field.GetRawConstantValue()} |");
        Assert.All(codes, static code => Assert.Contains(code, Experiments, Ordinal));
    }

    [Fact]
    public void Readme_shows_what_the_first_command_prints_before_it_integrates()
    {
        using var directory = new TemporaryDirectory();
        var shown = Blocks(Readme, "text").First().Split('\n');

        var run = CommandRun.Of(
            "simulate", "--set", "flow.tEnd=0.1", "--set", $"output.directory={directory.File("run")}");

        var loss = Array.FindIndex(shown, static line => line.StartsWith("  loss", StringComparison.Ordinal));
        Assert.Equal(shown[..(loss + 1)], run.Out.Split('\n')[..(loss + 1)]);
        Assert.Equal(
            shown.Select(static line => FirstWords().Match(line).Value),
            run.Out.TrimEnd('\n').Replace(directory.File("run"), "runs/digits-3-vs-8", StringComparison.Ordinal)
                .Split('\n').Select(static line => FirstWords().Match(line).Value));
    }

    [Fact]
    public void Readme_shows_the_equations_that_derive_prints()
    {
        Assert.Equal(Blocks(Readme, "text").ElementAt(1) + "\n", CommandRun.Of("derive").Out);
    }

    private const StringComparison Ordinal = StringComparison.Ordinal;

    private static string Read(string name) => File.ReadAllText(Path.Combine(Repository.Root, name));

    private static IEnumerable<string> Blocks(string text, string language) =>
        Block().Matches(text).Where(block => block.Groups["language"].Value == language)
            .Select(static block => block.Groups["content"].Value);

    [GeneratedRegex("^```(?<language>[a-z]+)\n(?<content>.*?)\n```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Block();

    [GeneratedRegex("^(gradflow|dotnet run -c Release --project src/Flow.Cli --) (?<arguments>.+)$")]
    private static partial Regex Program();

    [GeneratedRegex("examples/[a-z0-9-]+\\.yaml")]
    private static partial Regex Example();

    /// <summary>A line up to the first two blanks after its name.</summary>
    [GeneratedRegex("^ *[^ ]+( [^ ]+)*")]
    private static partial Regex FirstWords();
}
