using System.Text.Json;
using System.Xml.Linq;
using Flow.Cli.Commands;
using Flow.Experiments.Configuration;
using Flow.Experiments.Running;
using Flow.Experiments.Studies;

namespace Flow.Cli.Tests.Commands;

public sealed class StudyTests
{
    public static TheoryData<string> Studies => [.. StudyCatalog.All.Select(static study => study.Name)];

    [Theory]
    [MemberData(nameof(Studies))]
    public void Runs_of_a_study_fit_its_preset(string name)
    {
        var study = StudyCatalog.All.Single(study => study.Name == name);
        var preset = Preset.Named(study.Preset);

        Assert.NotNull(preset);
        foreach (var variant in study.Variants)
        {
            var document = ConfigReader.ReadText(
                preset.Text, preset.FileName, Directory.GetCurrentDirectory(), Catalogs.Names, variant.Overrides);
            Assert.NotNull(Experiment.Assemble(document));
        }

        var directories = study.Variants.Select(static variant => variant.Directory).Distinct();
        Assert.Equal(study.Variants.Count, directories.Count());
    }

    [Fact]
    public void Study_writes_runs_figures_and_findings()
    {
        using var directory = new TemporaryDirectory();
        var output = directory.File("study");

        var run = CommandRun.Of(
            "study", "lagrange-spectrum", "--output", output, "--set", "flow.tEnd=100", "--set", "flow.rtol=1e-5");

        Assert.True(run.Code == ExitCode.Done, run.Error);
        Assert.Contains(run.Lines, static line => line.StartsWith("with batch norm ", StringComparison.Ordinal)
            && line.Contains("zero eigenvalues", StringComparison.Ordinal));
        Assert.True(File.Exists(Path.Combine(output, "with-batch-norm-5-units", "analysis.json")));
        Assert.Equal("svg", XDocument.Load(Path.Combine(output, "lagrange-spectrum.svg")).Root!.Name.LocalName);
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(output, "study.json")));
        var zeros = json.RootElement.GetProperty("findings").EnumerateArray()
            .Where(static finding => finding.GetProperty("quantity").GetString() == "zero eigenvalues").ToList();
        Assert.Equal([0, 2, 4], zeros.Select(static finding => finding.GetProperty("value").GetDouble()));
        Assert.All(zeros, static finding => Assert.Equal(
            finding.GetProperty("law").GetDouble(), finding.GetProperty("value").GetDouble()));
    }

    [Fact]
    public void Study_of_training_follows_every_step()
    {
        using var directory = new TemporaryDirectory();

        var run = CommandRun.Of(
            "study", "batch-norm-steps", "--output", directory.File("study"), "--set", "train.steps=200");

        Assert.True(run.Code == ExitCode.Done, run.Error);
        Assert.Contains("largest defect of the identity of a step", run.Out, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(directory.File("study"), "batch-norm-steps-rate.svg")));
    }

    [Fact]
    public void Unknown_names_and_wrong_overrides_are_refused_before_anything_runs()
    {
        using var directory = new TemporaryDirectory();
        var output = directory.File("study");

        var unknown = CommandRun.Of("study", "vanishing-dekay");
        var none = CommandRun.Of("study");
        var wrong = CommandRun.Of("study", "vanishing-decay", "--output", output, "--set", "flow.tend=3");

        Assert.All([unknown, none, wrong], static run => Assert.Equal(ExitCode.BadInput, run.Code));
        Assert.Contains("did you mean", unknown.Error, StringComparison.Ordinal);
        Assert.Contains("studies: vanishing-decay", none.Error, StringComparison.Ordinal);
        Assert.Contains("tend", wrong.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(output, "lambda-1e-1-rho0-1")));
    }
}
