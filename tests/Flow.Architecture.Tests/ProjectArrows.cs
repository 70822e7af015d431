using System.Xml.Linq;

namespace Flow.Architecture.Tests;

public class ProjectArrows
{
    public static TheoryData<string, string[], string[]> Projects => new()
    {
        { "Flow.Symbolic", [], [] },
        { "Flow.Integrators", [], ["MathNet.Numerics"] },
        { "Flow.Networks", ["Flow.Symbolic"], [] },
        { "Flow.Backends", ["Flow.Symbolic", "Flow.Integrators"], [] },
        {
            "Flow.Experiments",
            ["Flow.Symbolic", "Flow.Integrators", "Flow.Networks", "Flow.Backends"],
            ["YamlDotNet", "CsvHelper", "MathNet.Numerics"]
        },
        { "Flow.Cli", ["Flow.Experiments"], ["System.CommandLine", "Spectre.Console"] },
    };

    [Theory]
    [MemberData(nameof(Projects))]
    public void Project_uses_exactly_what_the_house_allows(string name, string[] projects, string[] packages)
    {
        var document = XDocument.Parse(Repository.Text($"src/{name}/{name}.csproj"));
        var references = document.Descendants("ProjectReference")
            .Select(static node => Path.GetFileNameWithoutExtension((string)node.Attribute("Include")!));
        Assert.Equal(projects.Order(), references.Order());
        var used = document.Descendants("PackageReference").Select(static node => (string)node.Attribute("Include")!);
        Assert.Equal(packages.Order(), used.Order());
    }

    [Fact]
    public void There_are_six_source_projects() =>
        Assert.Equal(Projects.Count, Repository.Files("src", "*.csproj").Count());

    [Fact]
    public void Only_test_projects_see_internals()
    {
        foreach (var file in Repository.Files("src", "*.csproj"))
        {
            var name = Path.GetFileNameWithoutExtension(file);
            var friends = XDocument.Load(file).Descendants("InternalsVisibleTo")
                .Select(static node => (string)node.Attribute("Include")!);
            Assert.All(friends, friend => Assert.Equal(name + ".Tests", friend));
        }
    }
}
