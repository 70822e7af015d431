using System.Xml.Linq;

namespace Flow.Cli.Tests.Commands;

public sealed class ReportTests
{
    private static readonly string[] Smooth = ["--set", "model.activation=tanh"];

    [Fact]
    public void Simulation_leaves_a_report_with_charts_of_what_it_recorded()
    {
        using var small = new SmallExperiment();

        var run = small.Command("simulate");

        Assert.True(run.Code == ExitCode.Done, run.Error);
        Assert.Contains(Path.Combine(small.Run, "report.html"), run.Out, Ordinal);
        var page = Page(small.Run);
        Assert.Equal(["Result", "Trajectory", "Kinks", "Configuration"], Headings(page, "h2"));
        string[] titles = ["Loss and objective", "Scale", "Norms of the layers", "Multipliers", "Kinks crossed"];
        Assert.All(titles, title => Assert.Contains(title, Titles(page)));
        Assert.Contains("end-reached", page.Value, Ordinal);
    }

    [Fact]
    public void Run_with_sliding_pairs_shows_the_one_that_slid_longest()
    {
        using var small = new SmallExperiment();
        string[] sliding = ["--set", "flow.solver=pab", "--set", "flow.tEnd=20", "--set", "data.count=20"];

        var run = small.Command("simulate", sliding);

        Assert.True(run.Code == ExitCode.Done, run.Error);
        Assert.Contains(Path.Combine(small.Run, "sliding.csv"), run.Out, Ordinal);
        var page = Page(small.Run);
        Assert.Contains(Titles(page), static title => title.EndsWith(" on its kink", Ordinal));
        Assert.Contains("mask m", page.Value, Ordinal);
        Assert.Contains(" slid longest of those in sliding.csv, from t = ", page.Value, Ordinal);
    }

    [Fact]
    public void Certified_run_shows_the_errors_beside_the_values()
    {
        using var small = new SmallExperiment();

        var run = small.Command("simulate", [.. Smooth, "--certify"]);

        Assert.True(run.Code == ExitCode.Done, run.Error);
        Assert.Contains("error, all times", Page(small.Run).Value, Ordinal);
    }

    [Fact]
    public void Analysis_adds_the_equilibrium_and_the_spectrum()
    {
        using var small = new SmallExperiment();

        var run = small.Command("analyze", Smooth);

        Assert.True(run.Code == ExitCode.Done, run.Error);
        var page = Page(small.Run);
        Assert.Contains("Equilibrium and spectrum", Headings(page, "h2"));
        Assert.Contains("Moduli of the eigenvalues, from the slowest", Titles(page));
        Assert.Contains("stiffness", page.Value, Ordinal);
    }

    [Fact]
    public void Training_and_comparison_have_their_charts()
    {
        using var small = new SmallExperiment();
        string[] rates = ["--set", "compare.learningRates=[0.05, 0.1]"];

        var compared = small.Command("compare", [.. Smooth, .. rates]);

        Assert.True(compared.Code == ExitCode.Done, compared.Error);
        var page = Page(small.Run);
        Assert.Contains("Flow and training at equal times", Headings(page, "h2"));
        Assert.Contains("Distance of the weights from the flow at equal times", Titles(page));
        Assert.Contains("eta 0.05, seed 0", page.Value, Ordinal);

        var trained = small.Command("train", "--set", "train={learningRate: 0.05, steps: 10}");

        Assert.True(trained.Code == ExitCode.Done, trained.Error);
        Assert.Contains("Training: loss", Titles(Page(small.Run)));
    }

    [Fact]
    public void Several_runs_share_one_page()
    {
        using SmallExperiment one = new(), two = new();
        Assert.Equal(ExitCode.Done, one.Command("simulate").Code);
        Assert.Equal(ExitCode.Done, two.Command("simulate", Smooth).Code);
        var file = Path.Combine(one.Run, "both.html");

        var run = CommandRun.Of("report", one.Run, two.Run, "--output", file);

        Assert.True(run.Code == ExitCode.Done, run.Error);
        var page = Parse(file);
        Assert.Equal(["All runs", "run", "run"], Headings(page, "h2"));
        Assert.Equal(2, Headings(page, "h3").Count(static title => title == "Trajectory"));
    }

    [Fact]
    public void Run_without_report_leaves_none_and_removes_an_old_one()
    {
        using var small = new SmallExperiment();
        Assert.Equal(ExitCode.Done, small.Command("simulate").Code);

        Assert.Equal(ExitCode.Done, small.Command("simulate", "--set", "output.report=false").Code);

        Assert.False(File.Exists(Path.Combine(small.Run, "report.html")));
    }

    [Fact]
    public void What_a_file_says_is_shown_and_not_executed()
    {
        using var small = new SmallExperiment();
        const string hostile = "</pre><script>alert(1)</script> & b";
        Assert.Equal(ExitCode.Done, small.Command("simulate").Code);
        File.AppendAllText(Path.Combine(small.Run, "config.yaml"), $"# {hostile}\n");

        var run = CommandRun.Of("report", small.Run);

        Assert.True(run.Code == ExitCode.Done, run.Error);
        var page = Page(small.Run);
        Assert.Empty(page.Descendants("script"));
        Assert.Contains(hostile, page.Value, Ordinal);
    }

    [Fact]
    public void Missing_and_wrong_directories_are_refused()
    {
        using var small = new SmallExperiment();
        Assert.Equal(ExitCode.Done, small.Command("simulate").Code);

        var none = CommandRun.Of("report");
        var empty = CommandRun.Of("report", Path.GetDirectoryName(small.File)!);
        File.WriteAllText(Path.Combine(small.Run, "summary.json"), "{\n  \"status\": 3\n}\n");
        var broken = CommandRun.Of("report", small.Run);

        Assert.Equal(
            (ExitCode.BadInput, ExitCode.BadInput, ExitCode.BadInput), (none.Code, empty.Code, broken.Code));
        Assert.Contains("report needs a run directory", none.Error, Ordinal);
        Assert.Contains("this is no run directory", empty.Error, Ordinal);
        Assert.Contains("summary.json:2:", broken.Error, Ordinal);
    }

    private const StringComparison Ordinal = StringComparison.Ordinal;

    private static XElement Page(string directory) => Parse(Path.Combine(directory, "report.html"));

    private static XElement Parse(string file) => XDocument.Load(file).Root!;

    private static IEnumerable<string> Headings(XElement page, string level) =>
        page.Descendants(level).Select(static heading => heading.Value);

    private static List<string> Titles(XElement page) => [.. page
        .Descendants(XName.Get("text", "http://www.w3.org/2000/svg"))
        .Where(static text => text.Attribute("font-size")?.Value == "14").Select(static text => text.Value)];
}
