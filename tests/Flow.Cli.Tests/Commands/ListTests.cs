using System.Text.Json;
using Flow.Backends;
using Flow.Cli.Commands;
using Flow.Experiments.Configuration;
using Flow.Experiments.Data;
using Flow.Experiments.Observables;
using Flow.Experiments.Studies;
using Flow.Experiments.Training;
using Flow.Experiments.Training.Sampling;
using Flow.Experiments.Training.Schedules;
using Flow.Integrators;
using Flow.Networks.Layers;
using Flow.Networks.Losses;
using Flow.Networks.Parametrizations;
using Flow.Symbolic.Functions;

namespace Flow.Cli.Tests.Commands;

public sealed class ListTests
{
    public static TheoryData<string, string[]> Catalogs => new()
    {
        { "solvers", [.. SolverCatalog.All.Concat(SolverCatalog.Optional).Select(static e => e.Name)] },
        { "layers", [.. LayerCatalog.All.Select(static e => e.Name)] },
        { "losses", [.. LossCatalog.All.Select(static e => e.Name)] },
        { "activations", [.. ScalarFunctionCatalog.All.Select(static e => e.Name)] },
        { "observables", [.. ObservableCatalog.All.Select(static e => e.Name)] },
        { "backends", [.. BackendCatalog.All.Select(static e => e.Name)] },
        { "datasets", [.. DatasetCatalog.All.Select(static e => e.Name)] },
        { "parametrizations", [.. ParametrizationCatalog.All.Select(static e => e.Name)] },
        { "optimizers", [.. OptimizerCatalog.All.Select(static e => e.Name)] },
        { "schedules", [.. ScheduleCatalog.All.Select(static e => e.Name)] },
        { "studies", [.. StudyCatalog.All.Select(static e => e.Name)] },
        { "samplings", [.. SamplingCatalog.All.Select(static e => e.Name)] },
        { "presets", [.. Directory.GetFiles(Path.Combine(Repository.Root, "examples"), "*.yaml")
            .Select(static file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)] },
    };

    [Theory]
    [MemberData(nameof(Catalogs))]
    public void List_shows_the_catalog_as_it_is(string name, string[] expected)
    {
        var json = CommandRun.Of("list", name, "--json");
        var text = CommandRun.Of("list", name);

        Assert.Equal(ExitCode.Done, json.Code);
        using var document = JsonDocument.Parse(json.Out);
        Assert.Equal(expected, Names(document));
        var rows = text.Lines[2..].Where(static line => line.Length > 0);
        Assert.Equal(expected, rows.Select(static row => row.Split(' ')[0]));
    }

    [Fact]
    public void Every_catalog_is_covered_by_a_test()
    {
        Assert.Equal(
            Listing.All.Select(static listing => listing.Name).Order(),
            ((IEnumerable<object[]>)Catalogs).Select(static row => (string)row[0]).Order());
    }

    [Fact]
    public void Entries_have_no_empty_purpose()
    {
        foreach (var row in Listing.All.SelectMany(static listing => listing.Rows()))
        {
            Assert.NotEmpty(row[0]);
            Assert.NotEmpty(row[1..].Max()!);
        }
    }

    [Fact]
    public void Observables_name_their_columns_with_formula_and_unit()
    {
        using var document = JsonDocument.Parse(CommandRun.Of("list", "observables", "--json").Out);
        var norm = document.RootElement[Names(document).ToList().IndexOf("norm")];

        Assert.Equal("norm_1 .. norm_L", norm.GetProperty("columns").GetString());
        Assert.Equal("1", norm.GetProperty("unit").GetString());
        Assert.NotEmpty(norm.GetProperty("formula").GetString()!);
    }

    [Fact]
    public void Presets_are_experiments_that_can_be_read()
    {
        foreach (var preset in Preset.All)
        {
            var document = ConfigReader.ReadText(
                preset.Text, preset.FileName, Repository.Root, Experiments.Running.Catalogs.Names, null, false);
            Assert.Equal(preset.Name, document.Config.Name);
            Assert.NotEmpty(preset.Purpose);
        }
    }

    [Theory]
    [InlineData("unknown catalog 'solver'; did you mean 'solvers'?", "list", "solver")]
    [InlineData("list needs the name of a catalog; catalogs: solvers, layers", "list")]
    public void Catalog_that_is_missing_or_unknown_is_refused(string expected, params string[] args)
    {
        var run = CommandRun.Of(args);

        Assert.Equal(ExitCode.BadInput, run.Code);
        Assert.StartsWith(expected, run.Error, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Names(JsonDocument document) =>
        document.RootElement.EnumerateArray().Select(static entry => entry.GetProperty("name").GetString()!);
}
